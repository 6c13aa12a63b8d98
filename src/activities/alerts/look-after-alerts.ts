import { cancellationSignal } from '@temporalio/activity';
import { type AlertChange, alertChanges, writeAlertChanges } from '../../alerts/alert-changes';
import { isPassingDatabaseError, isTenantClosed } from '../../database/postgres-error';
import type { AlertsLook } from '../../model/alerts/alerts-look';
import type { Dependencies } from '../dependencies';
import { tellChannels } from './tell-channels';

/**
 * Opens and solves alerts by what is wrong with stores now, and tells channels of them. It may be stopped anywhere and repeated: what it wrote, no look finds
 * again.
 */
export const lookAfterAlerts = (dependencies: Dependencies) =>
  async function lookAfterAlerts(): Promise<AlertsLook> {
    const { database, logger } = dependencies;
    const stopping = cancellationSignal();
    const look: AlertsLook = { opened: 0, solved: 0, told: 0, left: 0 };
    const changes = await database.withSystem(alertChanges);
    for (const [tenantId, ofTenant] of byTenant(changes)) {
      stopping.throwIfAborted();
      try {
        await database.withTenant(tenantId, (sql) => writeAlertChanges(sql, ofTenant));
        tell(ofTenant);
      } catch (error) {
        if (isPassingDatabaseError(error)) throw error;
        if (isTenantClosed(error)) continue;
        look.left++;
        logger.error(
          { err: error, tenant_id: tenantId },
          'alerts of a tenant could not be written; the next look goes on',
        );
      }
    }
    const { told, left } = await tellChannels(dependencies);
    return { ...look, told, left: look.left + left };

    function tell(written: readonly AlertChange[]): void {
      for (const { change, tenantId, storeId, kind, solvedWhy } of written) {
        const fields = { tenant_id: tenantId, store_id: storeId, alert: kind };
        if (change === 'open') logger.warn(fields, 'alert opened');
        if (change === 'solve') logger.info({ ...fields, why: solvedWhy }, 'alert solved');
        if (change === 'open') look.opened++;
        if (change === 'solve') look.solved++;
      }
    }
  };

function byTenant(changes: readonly AlertChange[]): Map<string, AlertChange[]> {
  const grouped = new Map<string, AlertChange[]>();
  for (const change of changes) grouped.set(change.tenantId, [...(grouped.get(change.tenantId) ?? []), change]);
  return grouped;
}
