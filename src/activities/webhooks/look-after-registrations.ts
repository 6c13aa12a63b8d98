import { isPassingDatabaseError, isTenantClosed } from '../../database/postgres-error';
import type { RegistrationsLook, WebhooksLookInput } from '../../model/webhooks/webhooks-look';
import { timeLimit } from '../../process/time-limit';
import { listDueRegistrations, type PlaceOfLook, type StoreToLookAt } from '../../stores/webhooks/registration';
import { lookAtStores } from '../due/look-at-stores';
import { timeOfLook } from '../due/time-of-look';
import { lookAtRegistration } from './look-at-registration';
import type { LookDependencies } from './registration-turn';

/** Up to 16 requests a store, and most have one. */
const STORES_AT_ONCE = 8;
const STORES_OF_TENANT = 3;

const STORES_A_LIST = 500;

/** WooCommerce pings our address before it answers, and asks each time for as long as it takes. */
const LONGEST_LOOK_MS = 25_000;

/** For what is under way when the time is over. */
const TO_END_MS = 5_000;

/**
 * Looks after the webhooks of stores whose turn it is: makes those that are missing, takes away those that nobody wants, and
 * asks a shop that told of our being uninstalled. It may be stopped anywhere: what there was no time for is due still.
 */
export const lookAfterRegistrations = (dependencies: LookDependencies, { storesAList = STORES_A_LIST } = {}) =>
  async function lookAfterRegistrations({ forMs }: WebhooksLookInput): Promise<RegistrationsLook> {
    const { database, logger, publicUrl } = dependencies;
    const { stopping, signal } = timeOfLook({ forMs, toEndMs: TO_END_MS });
    const came: RegistrationsLook = { stores: 0, made: 0, lost: 0, failed: 0, left: 0 };
    // On from store to store: no tenant's, however many wait for slow shops, keep the others' from being listed.
    let after: PlaceOfLook | null = null;

    async function more(): Promise<StoreToLookAt[]> {
      const request = { alsoNew: publicUrl !== null, after, limit: storesAList };
      const listed = await database.withSystem((sql) => listDueRegistrations(sql, request));
      after = listed.at(-1) ?? after;
      came.stores += listed.length;
      return listed;
    }

    function leave({ tenantId, storeId }: StoreToLookAt, error: unknown): void {
      came.left++;
      if (signal.aborted) return;
      const fields = { err: error, tenant_id: tenantId, store_id: storeId };
      logger.warn(fields, 'a store’s webhooks could not be looked after; a later look goes on with it');
    }

    async function lookAt(store: StoreToLookAt): Promise<void> {
      const within = timeLimit(signal, LONGEST_LOOK_MS);
      try {
        const looked = await lookAtRegistration(dependencies, store, within.signal);
        came.made += looked?.made ?? 0;
        if (looked?.isLost) came.lost++;
        if (looked?.isFailed) came.failed++;
      } catch (error) {
        if (isPassingDatabaseError(error)) throw error;
        if (!isTenantClosed(error)) leave(store, error);
      } finally {
        within.clear();
      }
    }

    const turns = { atOnce: STORES_AT_ONCE, ofTenant: STORES_OF_TENANT, more, work: lookAt, left: leave };
    const notBegun = await lookAtStores({ ...turns, stopping, signal });
    came.left += notBegun;
    if (came.stores > 0) logger.info({ ...came }, 'registrations looked after');
    return came;
  };
