import { chooseProducts } from '../../catalog/sample/choose-products';
import type { RunReference } from '../../model/run-reference';
import { isProblem, type StoreProblem } from '../../platforms/problem';
import { timeLimit } from '../../process/time-limit';
import { noteHold } from '../../stores/hold-store';
import { openStoreAccess } from '../../stores/open-store-access';
import type { StoreToSample } from '../../stores/sample/list-due-samples';
import type { Dependencies } from '../dependencies';
import { patiently, trafficOfLook } from '../due/asking-once';
import { type DifferentFromStore, readSample } from './read-sample';

export interface ComparedWithStore {
  products: number;
  different: DifferentFromStore[];
  /** The store's own clock when it answered first. */
  storeNow: Date;
  /** What ended it before all were compared. */
  endedBy: string | null;
}

/** So many ids at a time: what was compared when the time is over counts. */
const IDS_AT_ONCE = 20;

/** For all requests of a store: of a slow shop with variations fewer than 100 products are compared then. */
export const SAMPLE_MS = 20_000;

/** Reads and compares products of a store, without tries, as far as it answers in time. null: it is not connected any more. */
export async function compareWithStore(
  dependencies: Dependencies,
  { id: storeId, tenantId, platform }: StoreToSample,
  readRun: string,
  stopping: AbortSignal,
): Promise<ComparedWithStore | null> {
  const { database, platforms, surroundings } = dependencies;
  const opened = await openStoreAccess(dependencies, { tenantId, storeId });
  if (opened.kind !== 'access') return null;
  const { store, access } = opened;
  const hold = (ms: number, why: string) => database.withTenant(tenantId, (sql) => noteHold(sql, storeId, { ms, why }));
  const { tellsOfDestroyed } = platforms[platform];
  const connection = platforms[platform].open({ ...access, traffic: trafficOfLook(store.hold, hold) }, surroundings);
  const limit = timeLimit(stopping, SAMPLE_MS);
  const { signal } = limit;
  const run: RunReference = { id: readRun, tenantId, storeId, platform, mode: 'refresh', fenced: false };
  const came: ComparedWithStore = { products: 0, different: [], storeNow: new Date(), endedBy: null };

  try {
    const problem = await compareAll();
    if (problem?.kind === 'throttled') await hold(problem.waitMs, problem.detail);
    return { ...came, endedBy: problem?.detail ?? null };
  } catch (error) {
    if (!limit.isOver()) throw error;
    return { ...came, endedBy: `${store.address} did not answer all within ${SAMPLE_MS / 1000} s` };
  } finally {
    limit.clear();
  }

  async function compareAll(): Promise<StoreProblem | null> {
    const facts = await patiently(() => connection.describe(signal), signal);
    if (isProblem(facts)) return facts;
    const { identity, currency, storeTime } = facts;
    if (identity !== store.identity) {
      return { kind: 'unreadable', status: 200, detail: `${store.address} answers as another store: ${identity}` };
    }
    came.storeNow = new Date(storeTime);
    const externalIds = await database.withTenant(tenantId, (sql) => chooseProducts(sql, storeId));
    const asking = { database, connection, currency, signal, tellsOfDestroyed };
    for (let from = 0; from < externalIds.length; from += IDS_AT_ONCE) {
      const piece = await readSample(asking, run, externalIds.slice(from, from + IDS_AT_ONCE));
      if (isProblem(piece)) return piece;
      came.products += piece.products;
      came.different.push(...piece.different);
    }
    return null;
  }
}
