import { listProducts, readProduct, type WholeProduct } from '../../src/catalog/reading/list-products';
import type { CatalogProduct } from '../../src/catalog/reading/product-rows';
import type { Page } from '../../src/database/page';
import type { Shop } from './catalogue-world';

/** A product of the shop as the API would show it. */
export async function productOf(shop: Shop, externalId: string): Promise<WholeProduct> {
  const found = await productsOf(shop);
  const product = found.find((each) => each.external_id === externalId);
  if (product === undefined) throw new Error(`the catalogue has no product ${externalId}`);
  return product;
}

/** All products of the shop with their variants, by external id. */
export async function productsOf(shop: Shop): Promise<WholeProduct[]> {
  return shop.sql(async (sql) => {
    const products: WholeProduct[] = [];
    let after: string[] | null = null;
    do {
      const page: Page<CatalogProduct> = await listProducts(sql, { storeId: shop.storeId, limit: 1_000, after });
      for (const { id } of page.items) {
        const product = await readProduct(sql, id);
        if (product !== null) products.push(product);
      }
      after = page.next;
    } while (after !== null);
    return products.sort((a, b) => (a.external_id < b.external_id ? -1 : 1));
  });
}

/** Everything that the store decides, without ids and times of our own. */
export async function contentOf(shop: Shop): Promise<unknown[]> {
  return (await productsOf(shop)).map(
    ({
      id: _,
      changed_at: __,
      first_seen_at: ___,
      deactivated_at: ____,
      deactivation: _____,
      variants,
      ...content
    }) => ({
      ...content,
      variants: variants.map(({ id: ______, ...variant }) => variant),
    }),
  );
}

/** Where and by which transaction each row was written: equal before and after means that none was (I5). */
export async function rowVersions(
  shop: Shop,
): Promise<{ products: string[]; variants: string[]; collections: string[] }> {
  return shop.sql(async (sql) => {
    const { rows: products } = await sql<{ version: string }>`
      select external_id || ' ' || xmin || ' ' || ctid as version from products
       where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid order by external_id`;
    const { rows: variants } = await sql<{ version: string }>`
      select v.external_id || ' ' || v.xmin || ' ' || v.ctid as version
        from product_variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
       where p.tenant_id = ${shop.tenantId}::uuid and p.store_id = ${shop.storeId}::uuid
       order by p.external_id, v.external_id`;
    const { rows: collections } = await sql<{ version: string }>`
      select external_id || ' ' || xmin || ' ' || ctid as version from collections
       where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid order by external_id`;
    const versions = (rows: { version: string }[]) => rows.map(({ version }) => version);
    return { products: versions(products), variants: versions(variants), collections: versions(collections) };
  });
}

export interface ChangeRow {
  seq: number;
  external_id: string;
  variant: string | null;
  kind: string;
  field: string | null;
  before: unknown;
  after: unknown;
  evidence: unknown;
  run_id: string;
}

/** What followers of the shop's catalogue see, oldest first. */
export async function changesOf(shop: Shop, runId: string | null = null): Promise<ChangeRow[]> {
  const { rows } = await shop.sql(
    (sql) => sql<ChangeRow>`
      select c.seq, p.external_id, v.external_id as variant, c.kind, c.field, c.before, c.after, c.evidence, c.run_id
        from product_changes c
        join products p on p.tenant_id = c.tenant_id and p.id = c.product_id
        left join product_variants v on v.tenant_id = c.tenant_id and v.id = c.variant_id
       where c.tenant_id = ${shop.tenantId}::uuid and c.store_id = ${shop.storeId}::uuid
         and (${runId}::uuid is null or c.run_id = ${runId}::uuid)
       order by c.seq`,
  );
  return rows;
}

/** `kind`, or `kind field: before → after`, one text a change. */
export async function changeTexts(shop: Shop, runId: string | null = null): Promise<string[]> {
  return (await changesOf(shop, runId)).map(({ external_id, variant, kind, field, before, after }) => {
    const what = variant === null ? external_id : `${external_id}/${variant}`;
    const values = field === null ? '' : ` ${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
    return `${what} ${kind}${values}`;
  });
}

export async function manifestPages(shop: Shop): Promise<number> {
  const { rows } = await shop.sql(
    (sql) => sql<{ pages: number }>`
      select count(*) as pages from sync_pages
       where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid`,
  );
  return rows[0]?.pages ?? 0;
}

export async function productCount(shop: Shop): Promise<number> {
  const { rows } = await shop.sql(
    (sql) => sql<{ products: number }>`
      select count(*) as products from products
       where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid`,
  );
  return rows[0]?.products ?? 0;
}
