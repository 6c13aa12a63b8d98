import { z } from 'zod';
import { listDifferences } from '../../../catalog/differences/run-differences';
import { readRun } from '../../../runs/list-runs';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { noSuchRun, problem } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id } from '../../schemas/fields';
import { Evidence } from '../../schemas/product';

const Difference = z
  .strictObject({
    kind: z.enum(['created', 'changed', 'deactivated']),
    external_id: z.string(),
    product_id: Id.nullable(),
    title: z.string(),
    fields: z.array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() })).meta({
      description: 'Fields of a variant are named `variants[<external id>].price`',
    }),
    evidence: Evidence.nullable(),
  })
  .meta({ id: 'Difference' });

export const getDifferences = readRoute({
  path: '/v1/sync-runs/:run_id/differences',
  operationId: 'listDifferences',
  who: 'integrations:view',
  summary: 'List where the catalogue was not equal to the store when a dry run looked',
  params: z.strictObject({ run_id: Id }),
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(Difference) },
  problems: ['conflict'],

  async read(sql, { params: { run_id: runId }, query }) {
    const run = await readRun(sql, runId);
    if (!run) return noSuchRun(runId);
    if (!run.dry_run) {
      return problem('conflict', `Run ${runId} was no dry run: what it changed is in GET /v1/catalog/changes.`);
    }
    return answerPage(query, ['differences', sql.tenantId, runId], (page) => listDifferences(sql, { runId, ...page }));
  },
});
