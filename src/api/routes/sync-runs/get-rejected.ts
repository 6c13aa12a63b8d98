import { z } from 'zod';
import { listRejected } from '../../../catalog/rejected/list-rejected';
import { REJECTION_REASONS } from '../../../model/rejection';
import { readRun } from '../../../runs/list-runs';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { noSuchRun } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id, Moment } from '../../schemas/fields';

const RejectedProduct = z
  .strictObject({
    external_id: z.string(),
    title: z.string().nullable(),
    reason: z.enum(REJECTION_REASONS),
    path: z.string().meta({ description: 'Where in the payload' }),
    message: z.string(),
    payload: z.string().meta({ description: "The product's JSON as the store sent it, as text" }),
    tries: z.int(),
    first_seen_at: Moment,
    last_seen_at: Moment,
  })
  .meta({ id: 'RejectedProduct' });

export const getRejected = readRoute({
  path: '/v1/sync-runs/:run_id/rejected',
  operationId: 'listRejected',
  who: 'integrations:view',
  summary: 'List the products that a run set aside',
  description: 'A product leaves the list when it merges.',
  params: z.strictObject({ run_id: Id }),
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(RejectedProduct) },

  async read(sql, { params: { run_id: runId }, query }) {
    const run = await readRun(sql, runId);
    if (!run) return noSuchRun(runId);
    return answerPage(query, ['rejected', sql.tenantId, runId], (page) =>
      listRejected(sql, { runId, storeId: run.store_id, ...page }),
    );
  },
});
