import type { StoreWithHints } from '../../hints/left/list-stores';
import { whatIsLeft } from '../../hints/left/what-is-left';
import { refreshHintsId } from '../../model/workflow-ids';
import { releaseHeld } from '../../stores/webhooks/release-held';
import { ringDoorbell } from '../../temporal/ring-doorbell';
import { firstRunIdUnderWay } from '../../temporal/start-once';
import type { Dependencies } from '../dependencies';

interface LookedAtHints {
  freed: number;
  released: number;
  rings: 'rung' | 'too_many' | 'not_needed';
}

/** Does for a store what nobody else will do for its hints any more. */
export async function lookAtHints(
  { database, temporal }: Pick<Dependencies, 'database' | 'temporal'>,
  { id: storeId, tenantId, platform, name: storeName }: StoreWithHints,
  mayRing: boolean,
): Promise<LookedAtHints> {
  const left = await database.withTenant(tenantId, (sql) => whatIsLeft(sql, storeId));
  const released = left.hasLeftStorm
    ? await database.withTenant(tenantId, (sql) => releaseHeld(sql, storeId, { heldBy: 'storm' }))
    : 0;
  const hasTakable = left.hasTakable || released > 0;
  if (!hasTakable || (await firstRunIdUnderWay(temporal, refreshHintsId(platform, storeId))) !== null) {
    return { freed: 0, released, rings: 'not_needed' };
  }
  if (!mayRing) return { freed: 0, released, rings: 'too_many' };
  await ringDoorbell(temporal, { tenantId, storeId, platform, storeName });
  return { freed: 0, released, rings: 'rung' };
}
