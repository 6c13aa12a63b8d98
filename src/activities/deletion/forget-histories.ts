import { SEARCH_ATTRIBUTES } from '../../model/search-attributes';
import { deleteExecution, findExecutions, idsInQuery } from '../../temporal/executions';
import { idsEver } from '../../tenants/deletion/workflow-ids';
import type { Dependencies } from '../dependencies';

export interface ForgottenHistories {
  /** Executions that Temporal still showed: it deletes in the background, and shows that later. */
  found: number;
  /** False: Temporal does not let us, and its retention time has to do it. */
  allowed: boolean;
}

/** Deletes the histories of all workflows that worked for the tenant, its deletion aside. */
export const forgetHistories = ({ database, temporal, searchAttributes }: Dependencies) =>
  async function forgetHistories({ tenantId }: { tenantId: string }): Promise<ForgottenHistories> {
    let found = 0;
    const forget = async (query: string): Promise<boolean> => {
      for await (const executions of findExecutions(temporal, query)) {
        found += executions.length;
        const done = await Promise.all(executions.map((execution) => deleteExecution(temporal, execution)));
        if (done.includes(false)) return false;
      }
      return true;
    };
    if ((await searchAttributes()).includes('tenantId')) {
      if (!(await forget(`${SEARCH_ATTRIBUTES.tenantId.name} = '${tenantId}'`))) return { found, allowed: false };
    }
    // Approvals have no attribute, nor have runs that ended before their first step, nor all where it is not registered.
    for await (const ids of idsEver(database, tenantId)) {
      if (!(await forget(`WorkflowId in (${idsInQuery(ids)})`))) return { found, allowed: false };
    }
    return { found, allowed: true };
  };
