import { decidedByFull } from '../../catalog/missing/decided-by-full';
import { activeAndUnseenSince } from '../../catalog/sample/active-and-unseen';
import { comparePage } from '../../catalog/sample/compare-page';
import { newlyUnreadable } from '../../catalog/sample/newly-unreadable';
import { nextObservation } from '../../catalog/staging/next-observation';
import type { Database } from '../../database/database';
import type { TenantSql } from '../../database/sql';
import type { CanonicalProduct } from '../../model/product';
import type { RunReference } from '../../model/run-reference';
import { isProblem, type StoreProblem } from '../../platforms/problem';
import type { StoreConnection } from '../../platforms/store-platform';
import { patiently } from '../due/asking-once';
import { fieldsOf } from './fields';
import type { ShownProduct } from './missed-by';

export interface DifferentFromStore {
  externalId: string;
  shown: ShownProduct;
  /** By their names in a sample. */
  fields: string[];
}

export interface ReadSample {
  kind: 'read';
  /** Compared. */
  products: number;
  different: DifferentFromStore[];
}

/** What stores render anew for each answer: shortcodes, with nonces and the time in them. */
const RENDERED = ['description', 'metadata'];

interface Asking {
  database: Database;
  connection: StoreConnection;
  /** Of the store as it is answered now. */
  currency: string;
  signal: AbortSignal;
  /** Tells of products that were deleted for good in its listing of changes. */
  tellsOfDestroyed: boolean;
}

/** Reads some products of a store by their ids and compares them with the catalogue's. Nothing is written. */
export async function readSample(
  { database, connection, currency, signal, tellsOfDestroyed }: Asking,
  run: RunReference,
  externalIds: readonly string[],
): Promise<ReadSample | StoreProblem> {
  const inTenant = <Result>(work: (sql: TenantSql) => Promise<Result>) => database.withTenant(run.tenantId, work);
  const readByIds = (ids: readonly string[]) =>
    patiently(() => connection.fetchByIds({ externalIds: ids, currency, signal }), signal);
  const compare = (products: readonly CanonicalProduct[], observation: number) =>
    inTenant((sql) => comparePage(sql, run, { products, observation }));

  const observation = await inTenant(nextObservation);
  const read = await readByIds(externalIds);
  if (isProblem(read)) return read;
  const gone = await readAbsent([...read.products, ...read.rejected].map((each) => each.external_id));
  if (isProblem(gone)) return gone;
  const shown = [...read.products, ...gone.alive];
  const differences = [
    ...(await compare(read.products, observation)),
    ...(await compare(gone.alive, gone.observation)),
  ];
  const unsteady = await renderedAnew(differences.filter(({ fields }) => fields.every(isRendered)));
  if (isProblem(unsteady)) return unsteady;

  const datedById = new Map(shown.map((each) => [each.external_id, each.source_updated_at]));
  const changed = differences
    .filter((each) => !unsteady.ids.has(each.external_id))
    .map((each) => ({
      externalId: each.external_id,
      shown: { kind: 'changed' as const, dated: datedById.get(each.external_id) ?? null },
      fields: fieldsOf(each),
    }));
  const rejected = read.rejected.map((each) => each.external_id);
  const unreadable = (await inTenant((sql) => newlyUnreadable(sql, run.storeId, rejected))).map((externalId) => ({
    externalId,
    shown: { kind: 'changed' as const, dated: null },
    fields: ['unreadable'],
  }));
  return {
    kind: 'read',
    products: shown.length + unreadable.length + gone.compared,
    different: [...changed, ...unreadable, ...gone.different],
  };

  /** Absence is no evidence (I1): the store is asked about each that the catalogue has as active. */
  async function readAbsent(came: readonly string[]) {
    const absent = externalIds.filter((id) => !came.includes(id));
    const none = { kind: 'absent' as const, alive: [], observation, compared: absent.length, different: [] };
    const asked = await inTenant(async (sql) => {
      const active = await activeAndUnseenSince(sql, run.storeId, { externalIds: absent, observation });
      // Those that a full run found gone, and somebody decides about, or decided to keep, are no news.
      const decided = new Set((await decidedByFull(sql, run.storeId, active)).map((each) => each.external_id));
      return active.filter((id) => !decided.has(id));
    });
    if (asked.length === 0) return none;
    const again = await inTenant(nextObservation);
    const answer = await patiently(() => connection.confirmMissing({ externalIds: asked, currency, signal }), signal);
    if (isProblem(answer)) return answer;
    const evidence = new Map(
      answer.answers.flatMap((each) => (each.answer === 'gone' ? [[each.external_id, each.evidence] as const] : [])),
    );
    const went = await inTenant((sql) =>
      activeAndUnseenSince(sql, run.storeId, { externalIds: [...evidence.keys()], observation: again }),
    );
    const isTold = (id: string) => evidence.get(id)?.kind === 'trashed' || tellsOfDestroyed;
    const different = went.map((externalId) => ({
      externalId,
      shown: { kind: 'gone' as const, isTold: isTold(externalId) },
      fields: ['is_active'],
    }));
    const compared = absent.length - asked.length + evidence.size;
    return { kind: 'absent' as const, alive: answer.products, observation: again, compared, different };
  }

  /** Those of which the store shows another text each time that it is asked: no copy of it is right for longer. */
  async function renderedAnew(differing: readonly { external_id: string }[]) {
    if (differing.length === 0) return { kind: 'moved' as const, ids: new Set<string>() };
    const again = await readByIds(differing.map((each) => each.external_id));
    if (isProblem(again)) return again;
    const firstById = new Map(shown.map((each) => [each.external_id, textOf(each)]));
    const moved = again.products.filter((each) => firstById.get(each.external_id) !== textOf(each));
    return { kind: 'moved' as const, ids: new Set(moved.map((each) => each.external_id)) };
  }
}

const isRendered = ({ field }: { field: string }): boolean => RENDERED.includes(field);

const textOf = ({ description, metadata }: CanonicalProduct): string => JSON.stringify([description, metadata]);
