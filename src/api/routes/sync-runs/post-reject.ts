import { z } from 'zod';
import { decideRun } from '../../actions/decide-run';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';
import { RunAccepted } from '../../schemas/run';

export const postReject = route({
  method: 'post',
  path: '/v1/sync-runs/:run_id/reject',
  operationId: 'rejectRun',
  who: 'integrations:manage',
  summary: 'Keep the missing products active',
  params: z.strictObject({ run_id: Id }),
  audits: ['deactivation_rejected'],
  answers: { 202: RunAccepted },
  problems: ['conflict'],

  async handle({ caller, params, services }) {
    return decideRun(services, caller, { runId: params.run_id, verdict: 'reject' });
  },
});
