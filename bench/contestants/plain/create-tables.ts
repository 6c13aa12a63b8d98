import type { Pool } from 'pg';
import { PRODUCT_COLUMNS, VARIANT_COLUMNS } from './row';

/** Two tables with one unique key each: no policy, no foreign key, no other index, no history. */
export async function createTables(pool: Pool): Promise<void> {
  await pool.query(`
    create table if not exists products (
      id uuid primary key default gen_random_uuid(), ${columns(PRODUCT_COLUMNS)}, unique (external_id));
    create table if not exists product_variants (
      product_id uuid not null, ${columns(VARIANT_COLUMNS)}, unique (product_id, external_id));
    truncate products, product_variants;`);
}

const columns = (types: Record<string, string>) =>
  Object.entries(types)
    .map(([name, type]) => `${name === 'position' ? '"position"' : name} ${type}`)
    .join(', ');
