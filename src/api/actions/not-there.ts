import type { SystemSql } from '../../database/sql';
import { isMarkedForDeletion } from '../../tenants/deletion/mark-for-deletion';
import { type Problem, problem } from '../http/problem';

/** Why nothing can be done with a tenant of that id. */
export async function notThere(sql: SystemSql, tenantId: string): Promise<Problem> {
  if (await isMarkedForDeletion(sql, tenantId))
    return problem('conflict', `Tenant ${tenantId} is being deleted: nothing of it can be changed any more.`);
  return problem('not_found', `There is no tenant ${tenantId}.`);
}
