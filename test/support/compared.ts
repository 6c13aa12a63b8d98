import type { Database } from '../../src/database/database';
import type { Store } from '../../src/stores/store';

/** The fields in which the catalogue is compared with a shop, in the contract's words. */
export interface ComparedProduct {
  external_id: string;
  title: string;
  description: string;
  status: string;
  is_active: boolean;
  url: string | null;
  currency: string;
  price: string | null;
  sku: string | null;
  product_type: string | null;
  /** Addresses, in order. */
  images: string[];
  /** Ids. */
  categories: string[];
  tags: string[];
  vendor: string | null;
  /** The active ones and the inactive ones that the shop still has, in the shop's order. */
  variants: ComparedVariant[];
}

export interface ComparedVariant {
  external_id: string;
  sku: string | null;
  price: string | null;
  stock: number | null;
}

/** What the catalogue holds of the store, by external id. */
export async function catalogueToCompare(
  database: Database,
  store: Pick<Store, 'tenantId' | 'id'>,
): Promise<ComparedProduct[]> {
  return database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<ComparedProduct>`
      select p.external_id, p.title, p.description, p.status, p.is_active, p.url, p.currency, p.price::text as price,
             p.sku, p.product_type, p.category_ids as categories, p.tags, p.vendor,
             array(select image ->> 'url' from jsonb_array_elements(p.images) with ordinality as i(image, place)
                    order by place) as images,
             (select json_agg(json_build_object('external_id', v.external_id, 'sku', v.sku, 'price', v.price::text,
                                                'stock', v.stock) order by v.position)
                from product_variants v
               where v.tenant_id = p.tenant_id and v.product_id = p.id) as variants
        from products p
       where p.tenant_id = ${store.tenantId}::uuid and p.store_id = ${store.id}::uuid`;
    return byId(rows);
  });
}

export function byId(products: readonly ComparedProduct[]): ComparedProduct[] {
  return products.toSorted((a, b) => (a.external_id < b.external_id ? -1 : 1));
}

/** PostgreSQL takes neither NUL nor half a surrogate pair. */
export function cleaned(text: string): string {
  return text
    .replaceAll('\u0000', '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
