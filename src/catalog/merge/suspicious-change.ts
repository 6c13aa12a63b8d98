import { onlyRow, type TenantSql } from '../../database/sql';
import { leanModeOf } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import { StoreSettings } from '../../stores/store-settings';

interface Damage {
  products: number;
  priced: number;
  prices_fallen: number;
  stocked: number;
  stocks_fallen: number;
  gone: number;
}

/**
 * The brake against mass damage, asked in a merge's transaction when its page holds anything alarming: what the run saw
 * when more than the store's share of the prices fell to 0 or null, of the limited stocks to 0, or of the products are
 * unreadable or shown unpublished; null when not. It counts the whole run, this page included, and products that the
 * catalogue had before; a changed currency or an edit is nothing to it. Lean pages and those with everything are judged
 * apart: each counts what it looked at.
 */
export async function suspiciousChange(sql: TenantSql, run: RunReference): Promise<string | null> {
  const { products, percent } = await limitsOf(sql, run);
  const { rows: parts } = await sql<Damage & { is_lean: boolean }>`
    select lean is not null as is_lean,
           sum(created + updated + unchanged + reactivated + deactivated + rejected)::int as products,
           sum(priced)::int as priced, sum(prices_fallen)::int as prices_fallen,
           sum(stocked)::int as stocked, sum(stocks_fallen)::int as stocks_fallen,
           sum(deactivated + rejected)::int as gone
      from sync_pages
     where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid
     group by lean is not null`;
  for (const part of parts) {
    if (part.products < products) continue;
    const ofPart = damageOf(part, part, percent);
    if (ofPart === null) continue;
    if (part.is_lean || !readsSomeWhole(run)) return ofPart;
    // Whatever is new to it is all that such a run reads whole: a sale of ten products is no damage in a shop of thousands.
    const ofAll = damageOf(part, await totalsBefore(sql, run, parts), percent);
    if (ofAll !== null) return ofAll;
  }
  return null;
}

const readsSomeWhole = ({ mode }: RunReference) =>
  mode === 'incremental' || mode === 'refresh' || leanModeOf(mode) !== null;

async function limitsOf(sql: TenantSql, run: RunReference): Promise<StoreSettings['suspicious_change']> {
  const { rows } = await sql<{ settings: unknown }>`
    select settings from stores where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid`;
  return StoreSettings.parse(onlyRow(rows).settings).suspicious_change;
}

interface Totals {
  products: number;
  priced: number;
  stocked: number;
}

function damageOf(
  { prices_fallen, stocks_fallen, gone }: Pick<Damage, 'prices_fallen' | 'stocks_fallen' | 'gone'>,
  { products, priced, stocked }: Totals,
  percent: number,
): string | null {
  const tooMany = (some: number, all: number) => some > 0 && some * 100 > percent * all;
  const damage = [
    tooMany(prices_fallen, priced) && `${prices_fallen} of ${priced} prices fell to 0 or to none`,
    tooMany(stocks_fallen, stocked) && `${stocks_fallen} of ${stocked} stocks fell to 0`,
    tooMany(gone, products) && `${gone} of ${products} products became unreadable or unpublished`,
  ].filter((each) => each !== false);
  return damage.length === 0 ? null : damage.join('; ');
}

/** What the catalogue had before the run: what it has now, and what fell since. */
async function totalsBefore(sql: TenantSql, run: RunReference, parts: readonly Damage[]): Promise<Totals> {
  const { rows } = await sql<Totals>`
    select count(*)::int as products, count(*) filter (where price > 0)::int as priced,
           count(*) filter (where stock > 0)::int as stocked
      from products
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and is_active`;
  const now = onlyRow(rows);
  const fell = (what: 'gone' | 'prices_fallen' | 'stocks_fallen') => parts.reduce((sum, part) => sum + part[what], 0);
  return {
    products: now.products + fell('gone'),
    priced: now.priced + fell('prices_fallen'),
    stocked: now.stocked + fell('stocks_fallen'),
  };
}
