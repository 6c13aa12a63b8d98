import { closeTenant as closeToAll, countRows, type RowCounts } from '../../tenants/deletion/close-tenant';
import type { Dependencies } from '../dependencies';

/** Nobody writes for the tenant any more. Answers what it has; null: it is gone already. */
export const closeTenant = ({ database }: Dependencies) =>
  async function closeTenant({ tenantId }: { tenantId: string }): Promise<RowCounts | null> {
    return (await closeToAll(database, tenantId)) ? countRows(database, tenantId) : null;
  };
