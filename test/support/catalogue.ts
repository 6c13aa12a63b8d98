import type { Database } from '../../src/database/database';
import type { DeactivationEvidence } from '../../src/model/evidence';
import type { Store } from '../../src/stores/store';

/** A row of `products`, as far as tests look at it. */
interface CatalogueProduct {
  id: string;
  external_id: string;
  title: string;
  is_active: boolean;
  status: string;
  deactivation: { run_id: string; evidence: DeactivationEvidence } | null;
  changed_at: Date;
  /** Changes whenever the row is written, whatever is written. */
  row_version: string;
}

/** What the catalogue holds of one store, read under the tenant's policy. */
export interface Catalogue {
  /** By external id. */
  products(): Promise<Map<string, CatalogueProduct>>;
  product(externalId: string | bigint): Promise<CatalogueProduct>;
  /** External ids, sorted. */
  active(): Promise<string[]>;
  /** One row of `missing_products` by external id. */
  missing(runId: string): Promise<Map<string, { state: string; evidence: DeactivationEvidence | null }>>;
}

export function catalogueOf(database: Database, store: Pick<Store, 'tenantId' | 'id'>): Catalogue {
  const products: Catalogue['products'] = () =>
    database.withTenant(store.tenantId, async (sql) => {
      const { rows } = await sql<CatalogueProduct>`
        select id, external_id, title, is_active, status, deactivation, changed_at, xmin::text as row_version
          from products
         where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid`;
      return new Map(rows.map((row) => [row.external_id, row]));
    });
  return {
    products,
    async product(externalId) {
      const found = (await products()).get(String(externalId));
      if (found === undefined) throw new Error(`the catalogue of store ${store.id} has no product ${externalId}`);
      return found;
    },
    async active() {
      const all = [...(await products()).values()];
      return all.flatMap((each) => (each.is_active ? each.external_id : [])).sort();
    },
    missing: (runId) =>
      database.withTenant(store.tenantId, async (sql) => {
        const { rows } = await sql<{ external_id: string; state: string; evidence: DeactivationEvidence | null }>`
          select external_id, state, evidence from missing_products
           where tenant_id = ${store.tenantId}::uuid and run_id = ${runId}::uuid`;
        return new Map(rows.map((row) => [row.external_id, row]));
      }),
  };
}
