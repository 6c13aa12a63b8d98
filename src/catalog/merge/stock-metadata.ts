import { type SqlPart, sqlPart } from '../../database/sql';
import { STOCK_METADATA } from '../staging/content-hashes';

const KEYS = [...STOCK_METADATA];

/** Metadata with that part of it which tells of stock as `stock` has it; `stock` may hold more. */
export function withStockOf(stock: SqlPart, metadata: SqlPart): SqlPart {
  return sqlPart`
    (${metadata} - ${KEYS}::text[]) || coalesce(
      (select jsonb_object_agg(each.key, each.value) from jsonb_each(${stock}) each where each.key = any(${KEYS}::text[])),
      '{}'::jsonb)`;
}
