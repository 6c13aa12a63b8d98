import type { Pool } from 'pg';
import {
  PRODUCT_COLUMNS,
  PRODUCT_NAMES,
  type ProductRow,
  parameter,
  VARIANT_COLUMNS,
  VARIANT_NAMES,
  type VariantRow,
} from './row';

/** One page, products and variants, in one statement of one transaction: nothing is looked at before it is written. */
export async function upsertPage(pool: Pool, products: readonly ProductRow[]): Promise<void> {
  const variants = products.flatMap((product) => product.variants.map((variant) => ({ product, variant })));
  await pool.query({
    name: 'upsert-page',
    text: STATEMENT,
    values: [
      ...PRODUCT_NAMES.map((name) => products.map((product) => parameter(product[name], PRODUCT_COLUMNS[name]))),
      variants.map(({ product }) => product.external_id),
      ...VARIANT_NAMES.map((name) => variants.map(({ variant }) => value(variant, name))),
    ],
  });
}

const value = (variant: VariantRow, name: (typeof VARIANT_NAMES)[number]) =>
  parameter(variant[name], VARIANT_COLUMNS[name]);

const list = (names: readonly string[]) => names.join(', ');
const excluded = (names: readonly string[]) => names.map((name) => `${name} = excluded.${name}`).join(', ');
const arrays = (types: readonly string[], from: number) =>
  types.map((type, at) => `$${from + at}::${type}[]`).join(', ');

const PRODUCT_TYPES = Object.values(PRODUCT_COLUMNS);
const VARIANT_TYPES = ['text', ...Object.values(VARIANT_COLUMNS)];

const STATEMENT = `
  with written as (
    insert into products as p (${list(PRODUCT_NAMES)})
    select * from unnest(${arrays(PRODUCT_TYPES, 1)})
    on conflict (external_id) do update set ${excluded(PRODUCT_NAMES)}
    returning p.id, p.external_id
  )
  insert into product_variants (product_id, ${list(VARIANT_NAMES)})
  select written.id, ${VARIANT_NAMES.map((name) => `v.${name}`).join(', ')}
    from unnest(${arrays(VARIANT_TYPES, PRODUCT_TYPES.length + 1)}) v(product, ${list(VARIANT_NAMES)})
    join written on written.external_id = v.product
  on conflict (product_id, external_id) do update set ${excluded(VARIANT_NAMES)}`;
