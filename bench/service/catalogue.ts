import { asAdmin } from '../servers/databases';
import type { Servers } from '../servers/start-servers';

export const CATALOGUE_DATABASE = 'catalog_sync';

const FILLED_BY_SYNCS = [
  ...['products', 'product_variants', 'product_changes', 'collections', 'sync_pages', 'staged_pages'],
  ...['missing_products', 'rejected_products', 'run_differences'],
];

/**
 * Empties what syncs fill; tenants, stores and runs stay. So do statistics when a table is truncated: with those of a
 * thousand tenants the planner took the checks of foreign keys through an index over SKUs, and 10,000 products took 24 s.
 */
export async function emptyCatalogue(servers: Servers): Promise<void> {
  await asAdmin(servers, CATALOGUE_DATABASE, `truncate ${FILLED_BY_SYNCS.join(', ')}`);
  await asAdmin(
    servers,
    CATALOGUE_DATABASE,
    `select pg_clear_attribute_stats(schemaname::text, tablename::text, attname::text, inherited)
       from pg_stats where tablename = any($1::text[])`,
    [FILLED_BY_SYNCS],
  );
}

/** A point in time as the database counts it: rows written since then carry a greater transaction id. */
export async function transactionNow(servers: Servers): Promise<string> {
  const [row] = await asAdmin<{ now: string }>(servers, CATALOGUE_DATABASE, 'select pg_current_xact_id()::text as now');
  return row?.now ?? '0';
}

export interface RowsWritten {
  products: number;
  variants: number;
}

/** Rows of the catalogue that were written since, by their transaction ids: exact, whatever the code says of itself. */
export async function rowsWrittenSince(servers: Servers, transaction: string): Promise<RowsWritten> {
  const [row] = await asAdmin<RowsWritten>(
    servers,
    CATALOGUE_DATABASE,
    `select (select count(*)::int from products where xmin::text::bigint > $1::bigint) as products,
            (select count(*)::int from product_variants where xmin::text::bigint > $1::bigint) as variants`,
    [transaction],
  );
  return row ?? { products: 0, variants: 0 };
}

/** External ids of the products of which a run noted any change. */
export async function changedIds(servers: Servers, runId: string): Promise<string[]> {
  const rows = await asAdmin<{ external_id: string }>(
    servers,
    CATALOGUE_DATABASE,
    `select distinct p.external_id
       from product_changes c
       join products p on p.tenant_id = c.tenant_id and p.id = c.product_id
      where c.run_id = $1::uuid`,
    [runId],
  );
  return rows.map(({ external_id }) => external_id);
}

/** Credentials of a Shopify shop of the simulated stores. */
export const shopCredentials = (domain: string, accessToken: string) => ({
  shop_domain: domain,
  access_token: accessToken,
});
