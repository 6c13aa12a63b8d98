import type { ClientBase } from 'pg';
import {
  PRODUCT_COLUMNS,
  PRODUCT_NAMES,
  type ProductRow,
  parameter,
  VARIANT_COLUMNS,
  VARIANT_NAMES,
  type VariantRow,
} from './row';

/** One upsert a product, then one a variant, one after the other; prepared once, as a good driver does. */
export async function upsertRows(client: ClientBase, products: readonly ProductRow[]): Promise<void> {
  for (const product of products) {
    const { rows } = await client.query<{ id: string }>({
      name: 'upsert-product',
      text: PRODUCT_STATEMENT,
      values: PRODUCT_NAMES.map((name) => parameter(product[name], PRODUCT_COLUMNS[name])),
    });
    for (const variant of product.variants) {
      await client.query({
        name: 'upsert-variant',
        text: VARIANT_STATEMENT,
        values: [rows[0]?.id, ...VARIANT_NAMES.map((name) => value(variant, name))],
      });
    }
  }
}

const value = (variant: VariantRow, name: (typeof VARIANT_NAMES)[number]) =>
  parameter(variant[name], VARIANT_COLUMNS[name]);

const excluded = (names: readonly string[]) => names.map((name) => `${name} = excluded.${name}`).join(', ');
const parameters = (types: readonly string[]) => types.map((type, at) => `$${at + 1}::${type}`).join(', ');

const PRODUCT_STATEMENT = `
  insert into products (${PRODUCT_NAMES.join(', ')}) values (${parameters(Object.values(PRODUCT_COLUMNS))})
  on conflict (external_id) do update set ${excluded(PRODUCT_NAMES)} returning id`;

const VARIANT_STATEMENT = `
  insert into product_variants (product_id, ${VARIANT_NAMES.join(', ')})
  values (${parameters(['uuid', ...Object.values(VARIANT_COLUMNS)])})
  on conflict (product_id, external_id) do update set ${excluded(VARIANT_NAMES)}`;
