import { z } from 'zod';
import { listMissing } from '../../../catalog/missing/list-missing';
import { readRun } from '../../../runs/list-runs';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { noSuchRun } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id, Money } from '../../schemas/fields';
import { Evidence } from '../../schemas/product';

const MissingProduct = z
  .strictObject({
    external_id: z.string(),
    product_id: Id,
    title: z.string(),
    price: Money.nullable(),
    url: z.string().nullable(),
    state: z.string(),
    evidence: Evidence.nullable(),
  })
  .meta({ id: 'MissingProduct' });

export const getMissing = readRoute({
  path: '/v1/sync-runs/:run_id/missing',
  operationId: 'listMissing',
  who: 'integrations:view',
  summary: "List the products that a run did not find in the store's listing",
  params: z.strictObject({ run_id: Id }),
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(MissingProduct) },

  async read(sql, { params: { run_id: runId }, query }) {
    if (!(await readRun(sql, runId))) return noSuchRun(runId);
    return answerPage(query, ['missing', sql.tenantId, runId], (page) => listMissing(sql, { runId, ...page }));
  },
});
