import { cancellationSignal } from '@temporalio/activity';
import type { Database } from '../../database/database';
import { faultPoint } from '../../process/fault-points';
import type { RowCounts } from '../../tenants/deletion/close-tenant';
import { deleteRows, deleteTenant } from '../../tenants/deletion/delete-rows';
import { isMarkedForDeletion } from '../../tenants/deletion/mark-for-deletion';
import type { Dependencies } from '../dependencies';

export interface DeleteTenantRowsInput {
  tenantId: string;
  /** What the tenant had: told by the entry that stays. */
  counts: RowCounts;
}

const isGone = async (database: Database, tenantId: string) =>
  (await database.withSystem((sql) => isMarkedForDeletion(sql, tenantId))) === null;

/** Takes all rows of a closed tenant, and the tenant. It may be stopped anywhere, and repeated. */
export const deleteTenantRows = ({ database, logger }: Dependencies) =>
  async function deleteTenantRows({ tenantId, counts }: DeleteTenantRowsInput): Promise<void> {
    const stopping = cancellationSignal();
    const afterLot = () => {
      faultPoint('tenant-lot-deleted');
      stopping.throwIfAborted();
    };
    if (await isGone(database, tenantId)) return;
    await deleteRows(database, tenantId, afterLot);
    await deleteTenant(database, { tenantId, counts });
    faultPoint('tenant-gone');
    logger.info({ tenant_id: tenantId, rows: counts }, 'tenant deleted');
  };
