import { isPassingDatabaseError, isTenantClosed } from '../../database/postgres-error';
import type { SamplesLook } from '../../model/freshness/sample';
import type { WebhooksLookInput } from '../../model/webhooks/webhooks-look';
import { listDueSamples, type SamplePlace, type StoreToSample } from '../../stores/sample/list-due-samples';
import { nextSample } from '../../stores/sample/next-sample';
import { noteSample } from '../../stores/sample/note-sample';
import { ringDoorbell } from '../../temporal/ring-doorbell';
import type { Dependencies } from '../dependencies';
import { lookAtStores } from '../due/look-at-stores';
import { timeOfLook } from '../due/time-of-look';
import { SAMPLE_MS } from './compare-with-store';
import { takeSample } from './take-sample';

/** Beside looks for news, which are 40 of a platform: 10,000 stores are sampled in some hours of a day. */
const STORES_AT_ONCE = 10;
const STORES_OF_TENANT = 3;

const STORES_A_LIST = 500;

/** For what is under way when the time is over. */
const TO_END_MS = 5_000;

/**
 * Takes the samples that are due, who waits longest first. No store is begun that could not be read in the time that is
 * left. It may be stopped anywhere and repeated: a sample that was taken stands in the store's row, and is not due any more.
 */
export const takeSamples = (dependencies: Dependencies) =>
  async function takeSamples({ forMs }: WebhooksLookInput): Promise<SamplesLook> {
    const { database, logger, temporal } = dependencies;
    const { stopping, signal } = timeOfLook({ forMs, toEndMs: TO_END_MS + SAMPLE_MS });
    const look: SamplesLook = { due: 0, taken: 0, different: 0, put_off: 0, failed: 0, left: 0 };
    let after: SamplePlace | null = null;

    async function more(): Promise<StoreToSample[]> {
      const from: SamplePlace | null = after;
      const stores = await database.withSystem((sql) => listDueSamples(sql, { after: from, limit: STORES_A_LIST }));
      after = stores.at(-1) ?? after;
      look.due += stores.length;
      return stores;
    }

    const loggedAs = ({ id, tenantId, platform }: StoreToSample) => ({ tenant_id: tenantId, store_id: id, platform });

    async function sampleOne(store: StoreToSample): Promise<void> {
      const { id: storeId, tenantId, platform, name: storeName } = store;
      const came = await takeSample(dependencies, store, stopping);
      if (came.kind === 'none') return;
      if (came.kind === 'put_off') {
        look.put_off++;
      } else if (came.kind === 'failed') {
        look.failed++;
        logger.warn({ ...loggedAs(store), detail: came.detail }, 'a store did not answer for its sample');
      } else {
        look.taken++;
        if (came.sample.different === 0) return;
        look.different++;
        logger.info({ ...loggedAs(store), ...came.sample }, 'a sample found products that differ');
        await ringDoorbell(temporal, { tenantId, storeId, platform, storeName });
      }
    }

    async function sampleOrPutOff(store: StoreToSample): Promise<void> {
      try {
        await sampleOne(store);
      } catch (error) {
        if (stopping.aborted || isPassingDatabaseError(error)) throw error;
        if (isTenantClosed(error)) return;
        // A fault of ours, or credentials that no key opens: it must not keep the others waiting each minute.
        look.failed++;
        logger.error({ err: error, ...loggedAs(store) }, 'a sample could not be taken');
        await database.withTenant(store.tenantId, (sql) =>
          noteSample(sql, store.id, { nextAt: nextSample(store.id, new Date()) }),
        );
      }
    }

    function leave(store: StoreToSample, error: unknown): void {
      look.left++;
      const fields = { err: error, ...loggedAs(store) };
      logger.warn(fields, 'the database did not answer in time for a sample; it stays due');
    }

    const turns = { atOnce: STORES_AT_ONCE, ofTenant: STORES_OF_TENANT, more, work: sampleOrPutOff, left: leave };
    const notBegun = await lookAtStores({ ...turns, stopping, signal });
    look.left += notBegun;
    if (look.due > 0) logger.info({ ...look }, 'samples taken');
    return look;
  };
