import { z } from 'zod';
import { readRun } from '../../../runs/list-runs';
import { retryRejected } from '../../actions/retry-rejected';
import { noSuchRun } from '../../http/problem';
import { route } from '../../http/route';
import { ExternalIds, Id } from '../../schemas/fields';
import { RunAccepted } from '../../schemas/run';

export const postRunRejectedRetry = route({
  method: 'post',
  path: '/v1/sync-runs/:run_id/rejected/retry',
  operationId: 'retryRejectedOfRun',
  who: 'integrations:manage',
  summary: 'Retry the products that a run set aside',
  params: z.strictObject({ run_id: Id }),
  body: z.strictObject({ external_ids: ExternalIds.optional() }).prefault({}),
  audits: ['rejected_products_retried'],
  answers: { 202: RunAccepted },
  problems: ['conflict'],

  async handle({ caller, params: { run_id: runId }, body, services }) {
    const run = await services.database.withTenant(caller.tenant.id, (sql) => readRun(sql, runId));
    if (!run) return noSuchRun(runId);
    return retryRejected(services, caller, { storeId: run.store_id, runId, externalIds: body.external_ids });
  },
});
