import type { Logger } from 'pino';
import type { DeactivationEvidence } from '../../model/evidence';
import type { CanonicalProduct } from '../../model/product';
import type { UnreadableProduct } from '../../model/rejection';
import { platforms } from '../../platforms/platforms';
import { isProblem, type StoreProblemKind } from '../../platforms/problem';
import type { StoreConnection, StoreSurroundings } from '../../platforms/store-platform';
import { reasonOf } from '../../process/reason-of';
import { noteHold } from '../../stores/hold-store';
import { type AccessDependencies, openStoreAccess } from '../../stores/open-store-access';
import type { Store } from '../../stores/store';
import { mayAsk } from './may-ask';

/** What a store says of one id when it is asked just now. Compared with the catalogue, never merged into it. */
export type StoreSays =
  | { kind: 'alive'; at: Date; product: CanonicalProduct | null; unreadable: UnreadableProduct | null }
  | { kind: 'gone'; at: Date; evidence: DeactivationEvidence }
  | { kind: 'unclear'; at: Date; detail: string }
  | { kind: 'no_answer'; at: Date; problem: StoreProblemKind | 'too_slow' | 'not_opened' }
  | { kind: 'not_asked'; why: WhyNot };

export type WhyNot = 'asked_lately' | 'store_asks_for_time' | 'needs_attention' | 'disconnected' | 'no_id' | 'no_store';

export interface AskingServices extends Pick<AccessDependencies, 'database' | 'sealer'> {
  surroundings: StoreSurroundings;
  log: Logger;
}

/** Somebody waits for the answer. */
const PATIENCE_MS = 8_000;

/** Two or three small requests, once in a few seconds a store, and none to one that is to be left alone. */
export async function askStore(services: AskingServices, store: Store, externalId: string): Promise<StoreSays> {
  if (store.status === 'disconnected' || store.status === 'needs_attention') {
    return { kind: 'not_asked', why: store.status };
  }
  if (store.hold.forMs > 0) return { kind: 'not_asked', why: 'store_asks_for_time' };
  if (!mayAsk(services.database, store)) return { kind: 'not_asked', why: 'asked_lately' };

  const connection = await opened(services, store);
  if (connection === null) return { kind: 'no_answer', at: new Date(), problem: 'not_opened' };
  return answerOf(services, store, externalId, connection);
}

/** Credentials that no key opens are the operator's to mend; whoever asks why is still told all the rest. */
async function opened(services: AskingServices, store: Store): Promise<StoreConnection | null> {
  try {
    const access = await openStoreAccess({ ...services, platforms }, { tenantId: store.tenantId, storeId: store.id });
    if (access.kind !== 'access') return null;
    return platforms[store.platform].open({ ...access.access, isLastTry: true }, services.surroundings);
  } catch (error) {
    services.log.warn({ storeId: store.id, reason: reasonOf(error) }, 'a store cannot be asked: it does not open');
    return null;
  }
}

async function answerOf(
  { database, log }: AskingServices,
  { tenantId, id: storeId, currency }: Store,
  externalId: string,
  connection: StoreConnection,
): Promise<StoreSays> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const answered = await connection.confirmMissing({ externalIds: [externalId], currency, signal });
    const at = new Date();
    if (isProblem(answered)) {
      if (answered.kind === 'throttled') {
        const hold = { ms: answered.waitMs, why: answered.detail };
        await database.withTenant(tenantId, (sql) => noteHold(sql, storeId, hold));
      }
      log.info({ storeId, problem: answered.kind, detail: answered.detail }, 'a store that was asked gave no answer');
      return { kind: 'no_answer', at, problem: answered.kind };
    }
    const [answer] = answered.answers;
    if (answer === undefined) return { kind: 'unclear', at, detail: 'it said nothing of this id' };
    if (answer.answer === 'gone') return { kind: 'gone', at, evidence: answer.evidence };
    if (answer.answer === 'unclear') return { kind: 'unclear', at, detail: answer.detail };
    const [product = null] = answered.products;
    const [unreadable = null] = answered.rejected;
    return { kind: 'alive', at, product, unreadable };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { kind: 'no_answer', at: new Date(), problem: 'too_slow' };
  }
}
