import { ApplicationFailure } from '@temporalio/activity';
import { SEARCH_ATTRIBUTES } from '../../model/search-attributes';
import { endOpen, findExecutions } from '../../temporal/executions';
import { disconnectStores } from '../../tenants/deletion/disconnect-stores';
import { isMarkedForDeletion } from '../../tenants/deletion/mark-for-deletion';
import { idsUnderWay } from '../../tenants/deletion/workflow-ids';
import type { Dependencies } from '../dependencies';

export interface EndTenantWorkInput {
  tenantId: string;
  /** Terminated is what did not end in time after it was asked to: it may be stuck, or paused. */
  how: 'cancel' | 'terminate';
}

/** Lets no run of the tenant begin, and asks those under way to end. Answers how many there were. */
export const endTenantWork = ({ database, temporal, searchAttributes }: Dependencies) =>
  async function endTenantWork({ tenantId, how }: EndTenantWorkInput): Promise<{ open: number }> {
    const isMarked = await database.withSystem((sql) => isMarkedForDeletion(sql, tenantId));
    if (isMarked === null) return { open: 0 };
    if (!isMarked) {
      const message =
        'The tenant is not marked for deletion, and nothing of it was touched. Repeat the request for it.';
      throw ApplicationFailure.nonRetryable(message, 'not_marked');
    }
    await disconnectStores(database, tenantId);
    const open = new Set<string>();
    const end = async (workflowId: string) => {
      if (await endOpen(temporal, workflowId, how)) open.add(workflowId);
    };
    for await (const ids of idsUnderWay(database, tenantId)) for (const id of ids) await end(id);
    if ((await searchAttributes()).includes('tenantId')) {
      const query = `${SEARCH_ATTRIBUTES.tenantId.name} = '${tenantId}' and ExecutionStatus = 'Running'`;
      for await (const executions of findExecutions(temporal, query)) {
        for (const { workflowId } of executions) if (!open.has(workflowId)) await end(workflowId);
      }
    }
    return { open: open.size };
  };
