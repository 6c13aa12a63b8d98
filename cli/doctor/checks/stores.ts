import { randomUUID } from 'node:crypto';
import type { SweptStore } from '../../../src/model/sweep';
import { platforms } from '../../../src/platforms/platforms';
import { reasonOf } from '../../../src/process/reason-of';
import { aboutUnknownKeys, countSealedBy } from '../../../src/stores/keys/sealing-keys';
import { listActiveStores } from '../../../src/stores/list-active-stores';
import { openStoreAccess } from '../../../src/stores/open-store-access';
import { type Check, failed, ok, skipped, warn } from '../check';
import { databaseOf } from '../parts';
import type { Site } from '../site';

/** So many are asked, at once: a sample of what the network lets through, no survey. */
const SAMPLE = 5;
const LONGEST_MS = 10_000;

export const sealingKeys: Check = {
  name: 'credentials keys',
  needs: ['settings', 'database', 'migrations'],
  async look(site) {
    const { sealer } = site;
    if (sealer === null) return skipped('CREDENTIALS_KEY is missing or wrong');
    const sealed = await databaseOf(site).readSystem((sql) => countSealedBy(sql, sealer));
    const unknown = aboutUnknownKeys(sealed);
    if (unknown !== null) return failed('some stores are sealed by keys that are not at hand', unknown);
    if (sealed.older > 0) {
      return warn(
        `${sealed.older} stores are sealed by an older key`,
        'Run `npm run reseal` once all programs have the first one.',
      );
    }
    return ok(`all ${sealed.current} stores can be unsealed`);
  },
};

/** From here, with their own credentials: one small request each. */
export const stores: Check = {
  name: 'stores',
  needs: ['settings', 'database', 'migrations'],
  async look(site) {
    const sampled = await sample(site);
    if (sampled.length === 0) return ok('none is connected yet');
    const answers = await Promise.all(sampled.map((store) => faultOf(site, store)));
    const faults = answers.filter((fault) => fault !== null);
    if (faults.length === 0) return ok(`${sampled.length} of ${sampled.length} asked answer`);
    const said = `${faults.length} of ${sampled.length} asked do not answer as they should: ${faults.join('; ')}`;
    return faults.length === sampled.length
      ? failed(said, 'None answers: look at this machine’s way out (DNS, proxy, firewall) first.')
      : warn(said, 'See `catalog-sync stores`; wrong credentials: connect the store again.');
  },
};

/** Beginning at a random place, so that not the same few are asked each time. */
async function sample(site: Site): Promise<SweptStore[]> {
  const of = (after: string | null, limit: number) =>
    databaseOf(site).readSystem((sql) => listActiveStores(sql, { platform: null, trigger: 'api', after, limit }));
  const behind = await of(randomUUID(), SAMPLE);
  if (behind.length === SAMPLE) return behind;
  const first = await of(null, SAMPLE - behind.length);
  return [...behind, ...first.filter(({ id }) => !behind.some((store) => store.id === id))];
}

/** null: it answers. */
async function faultOf({ database, sealer, settings }: Site, store: SweptStore): Promise<string | null> {
  if (database === null || sealer === null || settings === null) return 'it cannot be asked';
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), LONGEST_MS);
  try {
    const opened = await openStoreAccess(
      { database, sealer, platforms },
      { tenantId: store.tenantId, storeId: store.id },
    );
    if (opened.kind !== 'access') return null;
    const facts = await platforms[store.platform].open(opened.access, settings).describe(late.signal);
    return facts.kind === 'facts' ? null : `${store.id}: ${facts.detail}`;
  } catch (error) {
    return `${store.id}: ${late.signal.aborted ? `no answer within ${LONGEST_MS / 1_000} s` : reasonOf(error)}`;
  } finally {
    clearTimeout(timer);
  }
}
