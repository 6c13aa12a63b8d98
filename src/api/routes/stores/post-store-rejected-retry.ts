import { z } from 'zod';
import { retryRejected } from '../../actions/retry-rejected';
import { route } from '../../http/route';
import { ExternalIds, Id } from '../../schemas/fields';
import { RunAccepted } from '../../schemas/run';

export const postStoreRejectedRetry = route({
  method: 'post',
  path: '/v1/stores/:id/rejected/retry',
  operationId: 'retryRejectedOfStore',
  who: 'integrations:manage',
  summary: "Retry a store's rejected products",
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ external_ids: ExternalIds.optional() }).prefault({}),
  audits: ['rejected_products_retried'],
  answers: { 202: RunAccepted },
  problems: ['conflict'],

  async handle({ caller, params, body, services }) {
    return retryRejected(services, caller, { storeId: params.id, externalIds: body.external_ids });
  },
});
