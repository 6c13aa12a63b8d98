import { clearAttention, markNeedsAttention } from '../../stores/update-store';
import { forgetUninstall } from '../../stores/webhooks/registration';
import type { LookDependencies, RegistrationTurn } from './registration-turn';

/**
 * A store told that we were uninstalled there. Its topic is not signed, so the store is asked: only its refusal counts, and
 * then its owner has to see to it; products and credentials stay as they are. `untold`: it did not say.
 */
export async function askAboutUninstall(
  { database, logger }: LookDependencies,
  { store, connection, registration: { uninstallToldAt }, signal }: RegistrationTurn,
): Promise<'answers' | 'refused' | 'untold'> {
  const { tenantId, id: storeId, credentialsVersion } = store;
  const answer = await connection.describe(signal);
  if (answer.kind !== 'facts' && answer.kind !== 'credentials_rejected') return 'untold';
  await database.withTenant(tenantId, async (sql) => {
    if (answer.kind === 'facts') {
      await clearAttention(sql, storeId);
    } else {
      const detail = `The store told that this service was removed from it, and refuses the credentials: ${answer.detail}`;
      await markNeedsAttention(sql, { storeId, credentialsVersion, detail });
      logger.warn({ tenant_id: tenantId, store_id: storeId, detail }, 'store needs attention');
    }
    await forgetUninstall(sql, storeId, uninstallToldAt);
  });
  return answer.kind === 'facts' ? 'answers' : 'refused';
}
