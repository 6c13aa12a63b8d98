import { deleteTenantId } from '../model/workflow-ids';
import type { DeleteTenantInput } from '../model/workflow-inputs';
import type { TemporalClient } from './connect-client';
import { type StartedWorkflow, startOnce } from './start-once';

/** Starts the deletion of a tenant, or finds the one under way. Its history is what stays longest: it holds the id alone. */
export async function startDeletion(temporal: TemporalClient, tenantId: string): Promise<StartedWorkflow> {
  const input: DeleteTenantInput = { tenantId };
  return startOnce(temporal, 'DeleteTenantWorkflow', {
    workflowId: deleteTenantId(tenantId),
    input,
    staticSummary: 'A tenant is deleted',
  });
}
