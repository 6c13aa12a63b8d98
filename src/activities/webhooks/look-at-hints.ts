import type { Database } from '../../database/database';
import { freeClaims } from '../../hints/free-claims';
import { noteHintsSince } from '../../hints/hints-since';
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

/** Does for a store what nobody else will do for its hints any more. A run is under way as long as its workflow is open. */
export async function lookAtHints(
  { database, temporal }: Pick<Dependencies, 'database' | 'temporal'>,
  { id: storeId, tenantId, platform, name: storeName }: StoreWithHints,
  mayRing: boolean,
): Promise<LookedAtHints> {
  const left = await database.withTenant(tenantId, (sql) => whatIsLeft(sql, storeId));
  const underWay = await firstRunIdUnderWay(temporal, refreshHintsId(platform, storeId));
  const over = left.claimedBy.filter((runId) => runId !== underWay);
  const { freed, released } = await putRight(database, { tenantId, storeId, over, hasLeftStorm: left.hasLeftStorm });
  const hasTakable = left.hasTakable || freed + released > 0;
  if (!hasTakable || underWay !== null) return { freed, released, rings: 'not_needed' };
  if (!mayRing) return { freed, released, rings: 'too_many' };
  await ringDoorbell(temporal, { tenantId, storeId, platform, storeName });
  return { freed, released, rings: 'rung' };
}

interface Left {
  tenantId: string;
  storeId: string;
  /** Runs that claimed some, and are no more. */
  over: readonly string[];
  hasLeftStorm: boolean;
}

function putRight(database: Database, { tenantId, storeId, over, hasLeftStorm }: Left) {
  return database.withTenant(tenantId, async (sql) => {
    let freed = 0;
    for (const runId of over) freed += await freeClaims(sql, { storeId, runId });
    const released = hasLeftStorm ? await releaseHeld(sql, storeId, { heldBy: 'storm' }) : 0;
    // Whoever took the last one up may not have lived to write that none waits.
    await noteHintsSince(sql, storeId);
    return { freed, released };
  });
}
