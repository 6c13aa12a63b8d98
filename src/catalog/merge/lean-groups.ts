import { type SqlPart, sqlPart } from '../../database/sql';
import type { LeanMode } from '../../model/freshness/lean-product';
import { withStockOf } from './stock-metadata';

/** What stands for a group of fields in the statement that merges a lean page. */
interface LeanGroup {
  /** Columns: of the staged page, and of the product. */
  hashes: SqlPart;
  hash: SqlPart;
  observation: SqlPart;
  /** Whose fall to nothing is looked at for mass damage. */
  judged: SqlPart;
  /** The product's fields in a document, their names, what they become, and what is written. */
  fields: SqlPart;
  names: SqlPart;
  settled: SqlPart;
  values: SqlPart;
  differences: SqlPart;
  /** The same of a variant. */
  variantFields: SqlPart;
  variantNames: SqlPart;
  variantSettled: SqlPart;
  variantValues: SqlPart;
  variantDifferences: SqlPart;
  /** What the brake against mass damage sums, of `had_some` (products of the page) and `verdict`. */
  damage: SqlPart;
}

/** A product's and a variant's stock have the same fields. */
const STOCK = {
  names: sqlPart`stock, available, metadata`,
  fields: sqlPart`stock bigint, available boolean, metadata jsonb`,
  differences: sqlPart`
         ('stock', to_jsonb((before).stock), to_jsonb(stock)),
         ('available', to_jsonb((before).available), to_jsonb(available)),
         ('metadata', (before).metadata, metadata)`,
} as const;

/** Named and told of as in `mergePage`: a full page behind a lean one finds nothing to write, and nothing to tell. */
export const LEAN_GROUPS = {
  prices: {
    hashes: sqlPart`prices_hashes`,
    hash: sqlPart`prices_hash`,
    observation: sqlPart`prices_observation`,
    judged: sqlPart`price`,
    fields: sqlPart`price numeric, currency text`,
    names: sqlPart`price, currency`,
    settled: sqlPart`price, currency`,
    values: sqlPart`verdict.price, verdict.currency`,
    differences: sqlPart`
         ('price', to_jsonb((before).price::text), to_jsonb(price::text)),
         ('currency', to_jsonb((before).currency), to_jsonb(currency))`,
    variantFields: sqlPart`price numeric, compare_at_price numeric`,
    variantNames: sqlPart`price, compare_at_price`,
    variantSettled: sqlPart`v.price, v.compare_at_price`,
    variantValues: sqlPart`variant.price, variant.compare_at_price`,
    variantDifferences: sqlPart`
         ('price', to_jsonb((before).price::text), to_jsonb(price::text)),
         ('compare_at_price', to_jsonb((before).compare_at_price::text), to_jsonb(compare_at_price::text))`,
    damage: sqlPart`
             (select count(*) from had_some) as priced,
             count(*) filter (where (before).price > 0 and coalesce(price, 0) = 0) as prices_fallen,
             0 as stocked, 0 as stocks_fallen`,
  },
  inventory: {
    hashes: sqlPart`stock_hashes`,
    hash: sqlPart`stock_hash`,
    observation: sqlPart`stock_observation`,
    judged: sqlPart`stock`,
    fields: STOCK.fields,
    names: STOCK.names,
    settled: sqlPart`stock, available, ${withStockOf(sqlPart`metadata`, sqlPart`(b.before).metadata`)} as metadata`,
    values: sqlPart`verdict.stock, verdict.available, verdict.metadata`,
    differences: STOCK.differences,
    variantFields: STOCK.fields,
    variantNames: STOCK.names,
    variantSettled: sqlPart`
                v.stock, v.available, ${withStockOf(sqlPart`v.metadata`, sqlPart`(b.before).metadata`)} as metadata`,
    variantValues: sqlPart`variant.stock, variant.available, variant.metadata`,
    variantDifferences: STOCK.differences,
    damage: sqlPart`
             0 as priced, 0 as prices_fallen,
             (select count(*) from had_some) as stocked,
             count(*) filter (where (before).stock > 0 and stock = 0) as stocks_fallen`,
  },
} as const satisfies Record<LeanMode, LeanGroup>;
