import { z } from 'zod';
import { decideRun } from '../../actions/decide-run';
import { route } from '../../http/route';
import { ExternalIds, Id } from '../../schemas/fields';
import { RunAccepted } from '../../schemas/run';

export const postApprove = route({
  method: 'post',
  path: '/v1/sync-runs/:run_id/approve',
  operationId: 'approveRun',
  who: 'integrations:manage',
  summary: 'Approve the deactivation of missing products',
  description:
    'With some ids, these are deactivated and the others stay. The store is asked once more first. A run that failed with suspicious_change is accepted by it: a new one goes through.',
  params: z.strictObject({ run_id: Id }),
  body: z.strictObject({ external_ids: ExternalIds.optional() }).prefault({}),
  audits: ['deactivation_approved', 'brake_accepted'],
  answers: { 202: RunAccepted },
  problems: ['conflict'],

  async handle({ caller, params, body, services }) {
    return decideRun(services, caller, { runId: params.run_id, verdict: 'approve', externalIds: body.external_ids });
  },
});
