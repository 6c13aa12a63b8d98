import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { deleteTenantId } from '../../../model/workflow-ids';
import { startDeletion } from '../../../temporal/start-deletion';
import { markForDeletion } from '../../../tenants/deletion/mark-for-deletion';
import { accepted } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id, Name } from '../../schemas/fields';

export const deleteTenant = route({
  method: 'delete',
  path: '/v1/tenants/:id',
  operationId: 'deleteTenant',
  who: 'operator',
  summary: 'Delete a tenant and all that is its',
  description:
    'Its keys are refused from now on, its running syncs are cancelled, and then its rows and the histories of its workflows go. One entry of the audit log stays, with the tenant’s id, who asked and how many rows there were. It cannot be stopped or undone: export the tenant first. Repeated, it answers the same; 404 once the tenant is gone.',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ confirm_name: Name.meta({ description: 'The tenant’s name, to the letter' }) }),
  audits: ['tenant_deleted'],
  answers: {
    202: z.strictObject({
      status: z.literal('accepted'),
      message: z.string(),
      tenant_id: Id,
      workflow_id: z.string(),
      run_id: Id,
      already_running: z.boolean(),
    }),
  },

  async handle({ caller, params, body, services }) {
    const tenantId = params.id.toLowerCase();
    // Started before the mark is kept: should Temporal be away, nothing has happened. Its first step waits for the mark.
    const outcome = await services.database.withSystem(async (sql) => {
      const marked = await markForDeletion(sql, { tenantId, confirmName: body.confirm_name });
      if (marked.kind !== 'marked') return marked;
      if (marked.isNews) {
        const metadata = { workflow_id: deleteTenantId(tenantId) };
        await writeAuditLog(sql, { tenantId, action: 'tenant_deleted', actor: actorOf(caller), metadata });
      }
      return { kind: 'started' as const, ...(await startDeletion(services.temporal, tenantId)) };
    });
    if (outcome.kind === 'not_found') return problem('not_found', `There is no tenant ${tenantId}.`);
    if (outcome.kind === 'not_confirmed') {
      const message = 'is not the name of this tenant: GET /v1/tenants shows it';
      return problem('invalid_request', `Nothing was deleted: confirm_name ${message}.`, {
        errors: [{ path: 'confirm_name', message }],
      });
    }
    const { workflowId, runId, alreadyRunning } = outcome;
    services.log.warn(
      { tenant_id: tenantId, workflow_id: workflowId, run_id: runId },
      'deletion of a tenant asked for',
    );
    return accepted({
      status: 'accepted',
      message:
        'The tenant is being deleted: it is done when GET /v1/tenants no longer lists it, and GET /v1/audit-logs?tenant_id= shows how many rows went',
      tenant_id: tenantId,
      workflow_id: workflowId,
      run_id: runId,
      already_running: alreadyRunning,
    });
  },
});
