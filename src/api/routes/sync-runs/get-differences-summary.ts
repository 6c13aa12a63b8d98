import { z } from 'zod';
import { summariseDifferences } from '../../../catalog/differences/summarise-differences';
import { readRun } from '../../../runs/list-runs';
import { ok } from '../../http/answer';
import { noSuchRun, problem } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id } from '../../schemas/fields';

const DifferencesSummary = z
  .strictObject({
    by_kind: z
      .strictObject({ created: z.int(), changed: z.int(), deactivated: z.int() })
      .meta({ description: 'Products' }),
    by_field: z.array(z.strictObject({ field: z.string(), products: z.int() })).meta({
      description: 'Changed products by field, most first; `variants[].price` is the price of any variant',
    }),
  })
  .meta({ id: 'DifferencesSummary' });

export const getDifferencesSummary = readRoute({
  path: '/v1/sync-runs/:run_id/differences/summary',
  operationId: 'summariseDifferences',
  who: 'integrations:view',
  summary: 'Count what a dry run found different, by kind and field',
  params: z.strictObject({ run_id: Id }),
  answers: { 200: DifferencesSummary },
  problems: ['conflict'],

  async read(sql, { params: { run_id: runId } }) {
    const run = await readRun(sql, runId);
    if (!run) return noSuchRun(runId);
    if (!run.dry_run) {
      return problem('conflict', `Run ${runId} was no dry run: what it changed is in GET /v1/catalog/changes.`);
    }
    return ok(await summariseDifferences(sql, runId));
  },
});
