import type { RunError } from '../../model/run-errors';
import { isProblem, type StoreProblem } from '../../platforms/problem';
import type { StoreConnection } from '../../platforms/store-platform';
import { timeLimit } from '../../process/time-limit';
import type { StoreAtTurn } from '../../stores/due/read-due-store';
import { noteHold } from '../../stores/hold-store';
import { openStoreAccess } from '../../stores/open-store-access';
import type { Store } from '../../stores/store';
import type { Dependencies } from '../dependencies';
import { AHEAD_MS } from '../store/ahead';
import { errorTypeOf } from '../store/failures';
import { patiently, trafficOfLook } from './asking-once';

export type Look =
  | { kind: 'news' }
  /** Nothing that has a date: `storeTime` is the store's clock, RFC 3339 UTC. */
  | { kind: 'no_news'; storeTime: string }
  /** Its platform cannot tell what changed. */
  | { kind: 'cannot_tell' }
  /** Asked for anything at all, it answered. */
  | { kind: 'answered' }
  /** The store asked for time, which its row keeps. */
  | { kind: 'held' }
  | { kind: 'failed'; error: Pick<RunError, 'type' | 'message'> }
  | { kind: 'disconnected' }
  /** The sweep is over. */
  | { kind: 'stopped' };

/** Beyond, the end of the stretch that was asked for is wrong by the store's clock. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;

/** Asks a store, within seconds and without tries, whether there is news `since`; null: whether it answers at all. */
export async function lookAtStore(
  dependencies: Dependencies,
  { id: storeId, tenantId }: StoreAtTurn,
  since: string | null,
  sweep: AbortSignal,
): Promise<Look> {
  const { platforms, surroundings, due } = dependencies;
  const opened = await openStoreAccess(dependencies, { tenantId, storeId });
  if (opened.kind !== 'access') return { kind: 'disconnected' };
  const { store, access } = opened;
  const hold = (ms: number, why: string) =>
    dependencies.database.withTenant(tenantId, (sql) => noteHold(sql, storeId, { ms, why }));
  const traffic = trafficOfLook(store.hold, hold);
  const connection = platforms[store.platform].open({ ...access, traffic }, surroundings);

  const limit = timeLimit(sweep, due.lookMs);
  const { signal } = limit;
  try {
    const answer = await patiently(() => question(connection, store, since, signal), signal);
    if (!isProblem(answer)) return answer;
    if (answer.kind !== 'throttled')
      return { kind: 'failed', error: { type: errorTypeOf(answer), message: answer.detail } };
    await hold(answer.waitMs, answer.detail);
    return { kind: 'held' };
  } catch (error) {
    if (sweep.aborted) return { kind: 'stopped' };
    if (!limit.isOver()) throw error;
    const message = `${store.address} did not answer a look within ${due.lookMs / 1000} s`;
    return { kind: 'failed', error: { type: 'store_unreachable', message } };
  } finally {
    limit.clear();
  }
}

/**
 * Which store answers is known without a request more. Shopify's answer names the shop; on WooCommerce the key speaks for
 * it, which is in this store's database and in copies of it alone. A copy that took the key along, and the currency there,
 * are a run's to notice: each one asks for both.
 */
async function question(
  connection: StoreConnection,
  store: Store,
  since: string | null,
  signal: AbortSignal,
): Promise<Look | StoreProblem> {
  if (since === null) {
    const facts = await connection.describe(signal);
    return isProblem(facts) ? facts : { kind: 'answered' };
  }
  const { changes } = connection;
  if (changes === undefined) return { kind: 'cannot_tell' };
  const ask = (now: number) =>
    changes.look({ stretch: { since, until: new Date(now + AHEAD_MS).toISOString() }, signal });
  const askedAt = Date.now();
  let news = await ask(askedAt);
  if (isProblem(news)) return news;
  const storeNow = Date.parse(news.storeTime);
  if (Math.abs(storeNow - askedAt) > CLOCK_TOLERANCE_MS) news = await ask(storeNow);
  if (isProblem(news)) return news;

  const { changed, gone, identity, currency, storeTime } = news;
  if (identity !== null && identity !== store.identity) {
    const message = `${store.address} answers as another store: ${identity}; ${store.identity} was connected`;
    return { kind: 'failed', error: { type: 'store_changed_identity', message } };
  }
  const isOtherMoney = currency !== null && currency !== store.currency;
  return changed > 0 || gone > 0 || isOtherMoney ? { kind: 'news' } : { kind: 'no_news', storeTime };
}
