import type { RunView } from '../../src/runs/list-runs';
import type { Store } from '../../src/stores/store';
import { byId, type ComparedProduct, catalogueToCompare } from '../support/compared';
import type { SyncWorld } from '../support/sync-world';
import type { Scene } from './scene';
import { isWatermarkOf } from './watermark';

/** How a run ended, and all that it did, as far as it must not depend on who was killed meanwhile. */
export interface Outcome {
  status: RunView['status'];
  error: RunView['error'];
  attempt: number;
  products: RunView['products'];
  variants: RunView['variants'];
  /** Whether the store's watermark is this run's first reading of its clock. */
  isWatermark: boolean;
  /** Entries of the webhook log. */
  logs: number;
  /** Rows of the change log by kind: what is done twice is told twice. */
  changes: Record<string, number>;
  /** External ids whose rows, or whose variants' rows, were written. */
  written: string[];
  /** What the catalogue holds, what went from the store aside. */
  catalogue: ComparedProduct[];
  /** External ids of what is switched off. */
  inactive: string[];
}

/** Which version of its row, and of its variants' rows, each product has. */
export type RowVersions = Map<string, string>;

export async function rowVersions(world: SyncWorld, store: Store): Promise<RowVersions> {
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ external_id: string; versions: string }>`
      select p.external_id, concat_ws(' ', p.xmin, array(
               select v.xmin::text from product_variants v
                where v.tenant_id = p.tenant_id and v.product_id = p.id order by v.id)) as versions
        from products p
       where p.tenant_id = ${store.tenantId}::uuid and p.store_id = ${store.id}::uuid`;
    return new Map(rows.map(({ external_id, versions }) => [external_id, versions]));
  });
}

export async function readOutcome(
  world: SyncWorld,
  { store, gone }: Scene,
  runId: string,
  before: RowVersions,
): Promise<Outcome> {
  const { status, error, attempt, products, variants } = await world.run(store, runId);
  const [now, catalogue] = [await rowVersions(world, store), await catalogueToCompare(world.database, store)];
  const told = await world.database.withTenant(store.tenantId, async (sql) => {
    const logs = await sql`select from webhook_logs where run_id = ${runId}::uuid`;
    const { rows } = await sql<{ kind: string; count: number }>`
      select kind, count(*)::int as count from product_changes where run_id = ${runId}::uuid group by kind`;
    return { logs: logs.rows.length, changes: Object.fromEntries(rows.map(({ kind, count }) => [kind, count])) };
  });
  const isGone = new Set(gone);
  return {
    ...{ status, error, attempt, products, variants },
    isWatermark: await isWatermarkOf(world, store, runId),
    ...told,
    written: [...now].flatMap(([id, versions]) => (versions === before.get(id) ? [] : [id])).sort(),
    catalogue: byId(catalogue.filter(({ external_id }) => !isGone.has(external_id))),
    inactive: catalogue
      .flatMap(({ external_id, is_active }) => (isGone.has(external_id) && !is_active ? [external_id] : []))
      .sort(),
  };
}

/** What is right for every scene, whoever was killed. */
export function expectRight(outcome: Outcome, { gone, edited, added = [], movesWatermark = true, truth }: Scene): void {
  expect(outcome).toMatchObject({ status: 'completed', error: null, attempt: 1, isWatermark: movesWatermark, logs: 1 });
  expect(outcome.products).toMatchObject({
    created: added.length,
    updated: 1,
    deactivated: gone.length,
    missing: gone.length,
    unknown: added.length,
  });
  // One that is gone has a change of its status beside that of being off.
  const { created = 0, updated, deactivated = 0 } = outcome.changes;
  expect({ created, updated, deactivated }).toEqual({
    created: added.length,
    updated: 1 + gone.length,
    deactivated: gone.length,
  });
  expect(outcome.inactive).toEqual(gone);
  expect(outcome.written).toEqual([...gone, edited, ...added].sort());
  expect(outcome.catalogue).toEqual(byId(truth()));
}
