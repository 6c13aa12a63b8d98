import { bringIncrementalForward } from '../../stores/due/bring-incremental-forward';
import { noteHold } from '../../stores/hold-store';
import { openStoreAccess } from '../../stores/open-store-access';
import { deliveryUrlOf } from '../../stores/webhooks/delivery-url';
import {
  type Registration,
  type Settled,
  type StoreToLookAt,
  settleLook,
  takeLook,
} from '../../stores/webhooks/registration';
import { removeOurs } from '../../stores/webhooks/remove-ours';
import { trafficOfLook } from '../due/asking-once';
import { askAboutUninstall } from './ask-about-uninstall';
import { registerOurs } from './register-ours';
import type { Came, LookDependencies, RegistrationTurn } from './registration-turn';

/** The look's own time may be over by then. */
const UNDOING_MS = 10_000;

/** One store's turn. null: it was somebody else's, or is nobody's any more. */
export async function lookAtRegistration(
  dependencies: LookDependencies,
  { tenantId, storeId }: StoreToLookAt,
  signal: AbortSignal,
): Promise<{ made: number; isLost: boolean; isFailed: boolean } | null> {
  const { database, platforms, surroundings } = dependencies;
  const registration = await database.withTenant(tenantId, (sql) => takeLook(sql, storeId));
  if (registration === null) return null;

  const settle = ({ settled, isLost = false }: Came) =>
    database.withTenant(tenantId, async (sql) => {
      const isOurs = await settleLook(sql, registration, { ...registration, next: 'settled', ...settled });
      if (isOurs && isLost) await bringIncrementalForward(sql, storeId);
      return isOurs;
    });

  const opened = await openStoreAccess(dependencies, { tenantId, storeId });
  if (opened.kind !== 'access') {
    await settle({ settled: { state: 'off', reason: null, topics: [], next: 'never' } });
    return null;
  }
  const { store, access } = opened;
  const hold = (ms: number, why: string) => database.withTenant(tenantId, (sql) => noteHold(sql, storeId, { ms, why }));
  const traffic = trafficOfLook(store.hold, hold);
  const connection = platforms[store.platform].open({ ...access, traffic }, surroundings);

  const came = await look(dependencies, { store, credentials: access.credentials, connection, registration, signal });
  const { made = [], isLost = false, isFailed = false } = came;
  if (!(await settle(came))) {
    // Wanted otherwise meanwhile, or the store was left: nobody else knows of these.
    const undoing = AbortSignal.timeout(UNDOING_MS);
    for (const externalId of made) await connection.webhooks?.remove({ externalId, signal: undoing });
  }
  return { made: made.length, isLost, isFailed };
}

async function look(dependencies: LookDependencies, turn: RegistrationTurn): Promise<Came> {
  const { store, registration } = turn;
  const answer = registration.uninstallToldAt === null ? null : await askAboutUninstall(dependencies, turn);
  if (answer === 'untold') return { settled: { next: 'troubled' }, isFailed: true };
  if (registration.wish === 'off') return goAway(dependencies, turn);
  // Its owner has to see to something first, and it is looked at daily until then.
  const isLeftAlone = answer === null && store.status === 'needs_attention';
  if (answer === 'refused') return { settled: uninstalled(registration) };
  return isLeftAlone ? { settled: {} } : registerOurs(dependencies, turn);
}

/** With us, the store took our webhooks away. */
function uninstalled({ topics, now }: Registration): Pick<Settled, 'state' | 'reason' | 'topics'> {
  const since = now.toISOString();
  return {
    state: 'refused',
    reason: 'This service was removed from the store: connect it again.',
    topics: topics.map(({ topic }) => ({ topic, state: 'missing', since })),
  };
}

/** Ours are taken away. What the store does not allow is its owner's to do. */
async function goAway({ publicUrl }: LookDependencies, turn: RegistrationTurn): Promise<Came> {
  const { store, connection, registration, signal } = turn;
  const off = { state: 'off', reason: null, topics: [], deliveryUrl: null, next: 'never' } as const;
  if (!connection.webhooks) return { settled: off };
  const current = publicUrl === null ? null : deliveryUrlOf(publicUrl, store);
  const addresses = [registration.deliveryUrl, current].filter((address) => address !== null);
  const { left, isForNow } = await removeOurs(connection.webhooks, { addresses, known: registration.topics }, signal);
  if (left === null) return { settled: off };
  const reason = `Some of ours may be left at the store: ${left}`;
  if (!isForNow) return { settled: { ...off, reason } };
  return { settled: { state: 'off', reason, next: 'troubled' }, isFailed: true };
}
