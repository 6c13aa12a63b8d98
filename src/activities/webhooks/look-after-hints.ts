import { isPassingDatabaseError, isTenantClosed } from '../../database/postgres-error';
import { listStoresWithHints, type StoreWithHints } from '../../hints/left/list-stores';
import type { HintsLook, WebhooksLookInput } from '../../model/webhooks/webhooks-look';
import type { Dependencies } from '../dependencies';
import { lookAtStores } from '../due/look-at-stores';
import { timeOfLook } from '../due/time-of-look';
import { lookAtHints } from './look-at-hints';

/** Some statements and two questions to Temporal a store. */
const STORES_AT_ONCE = 20;
const STORES_OF_TENANT = 5;

/** Ids alone: far more than one look has time for, so that no tenant's stores keep the others' out of it. */
const MOST_STORES = 5_000;

/** Each begins a workflow that asks its store: after an outage that is a wave, which the looks of the next minutes go on with. */
const MOST_RINGS = 300;

/** For what is under way when the time is over. */
const TO_END_MS = 5_000;

/**
 * Takes up what is left of all stores' hints, who waits longest first: claims of runs that are over, storms whose run never
 * came, and doorbells that nobody heard. It may be stopped anywhere and repeated: what it did, no look finds again.
 */
export const lookAfterHints = (dependencies: Dependencies) =>
  async function lookAfterHints({ forMs }: WebhooksLookInput): Promise<HintsLook> {
    const { database, logger } = dependencies;
    const { stopping, signal } = timeOfLook({ forMs, toEndMs: TO_END_MS });
    const look: HintsLook = { stores: 0, freed: 0, released: 0, rung: 0, left: 0 };
    const stores = await database.withSystem((sql) => listStoresWithHints(sql, MOST_STORES));
    look.stores = stores.length;

    function leave({ id, tenantId, platform }: StoreWithHints, error: unknown): void {
      look.left++;
      logger.warn(
        { err: error, tenant_id: tenantId, store_id: id, platform },
        'what a store told could not be looked after; the next look goes on with it',
      );
    }

    async function lookAt(store: StoreWithHints): Promise<void> {
      try {
        const { freed, released, rings } = await lookAtHints(dependencies, store, look.rung < MOST_RINGS);
        look.freed += freed;
        if (released > 0) look.released++;
        if (rings === 'rung') look.rung++;
        if (rings === 'too_many') look.left++;
      } catch (error) {
        if (isPassingDatabaseError(error)) throw error;
        if (!isTenantClosed(error)) leave(store, error);
      }
    }

    const more = async () => stores.splice(0);
    const turns = { atOnce: STORES_AT_ONCE, ofTenant: STORES_OF_TENANT, more, work: lookAt, left: leave };
    const notBegun = await lookAtStores({ ...turns, stopping, signal });
    look.left += notBegun;
    if (look.stores > 0) logger.info({ ...look }, 'hints looked after');
    return look;
  };
