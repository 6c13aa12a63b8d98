import { onlyRow, type TenantSql } from '../../database/sql';
import { leanModeOf } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import { StoreSettings } from '../../stores/store-settings';
import { type Damage, damageByHints, metByHints, sumsByHints } from './damage-by-hints';

/**
 * The brake against mass damage, asked in a merge's transaction when its page holds anything alarming: what the run saw
 * when more than the store's share of the prices fell to 0 or null, of the limited stocks to 0, or of the products are
 * unreadable or shown unpublished; null when not. It counts the whole run, this page included, and products that the
 * catalogue had before; a changed currency or an edit is nothing to it. Lean pages and those with everything are judged
 * apart: each counts what it looked at. What the store tells of by itself counts over all runs that read it, which are as
 * short as the pauses between its news.
 */
export async function suspiciousChange(sql: TenantSql, run: RunReference): Promise<string | null> {
  const limits = await limitsOf(sql, run);
  return run.byHints ? byHints(sql, run, limits) : byRun(sql, run, limits);
}

type Limits = StoreSettings['suspicious_change'];

async function limitsOf(sql: TenantSql, run: RunReference): Promise<Limits> {
  const { rows } = await sql<{ settings: unknown }>`
    select settings from stores where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid`;
  return StoreSettings.parse(onlyRow(rows).settings).suspicious_change;
}

async function byRun(sql: TenantSql, run: RunReference, { products, percent }: Limits): Promise<string | null> {
  const { rows: parts } = await sql<Damage & Totals & { is_lean: boolean }>`
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
    const ofPart = wordsOf(part, part, percent);
    if (ofPart === null) continue;
    if (part.is_lean || !readsSomeWhole(run)) return ofPart;
    // Whatever is new to it is all that such a run reads whole: a sale of ten products is no damage in a shop of thousands.
    const ofAll = wordsOf(part, await totalsBefore(sql, run, parts), percent);
    if (ofAll !== null) return ofAll;
  }
  return null;
}

const readsSomeWhole = ({ mode }: RunReference) =>
  mode === 'incremental' || mode === 'refresh' || leanModeOf(mode) !== null;

/**
 * Of all products, not of those that the store told of: what it tells twice would make less of what fell. What a run by
 * hints stopped at stops the next one too, until a full run has looked: the news itself comes again, one by one. The last of
 * few limited stocks sells out each day: a kind of which there are fewer than the setting's products is not judged.
 */
async function byHints(sql: TenantSql, run: RunReference, { products, percent }: Limits): Promise<string | null> {
  if (percent >= 100) return null;
  const met = await metByHints(sql, run);
  if (met !== null) return `run ${met} met what looks like damage, and no full run has read the store whole since`;
  const { prices_fallen, stocks_fallen, gone } = await sumsByHints(sql, run);
  if (Math.max(prices_fallen, stocks_fallen, gone) * 100 <= percent * products) return null;
  const all = await damageByHints(sql, run);
  return wordsOf(all, all, percent, products);
}

interface Totals {
  products: number;
  priced: number;
  stocked: number;
}

function wordsOf(
  { prices_fallen, stocks_fallen, gone }: Damage,
  { products, priced, stocked }: Totals,
  percent: number,
  least = 0,
): string | null {
  const tooMany = (some: number, all: number) => some > 0 && all >= least && some * 100 > percent * all;
  const damage = [
    tooMany(prices_fallen, priced) && `${prices_fallen} of ${priced} prices fell to 0 or to none`,
    tooMany(stocks_fallen, stocked) && `${stocks_fallen} of ${stocked} stocks fell to 0`,
    tooMany(gone, products) && `${gone} of ${products} products became unreadable or unpublished`,
  ].filter((each) => each !== false);
  return damage.length === 0 ? null : damage.join('; ');
}

/** What the catalogue had before: what it has now, and what fell since. */
async function totalsBefore(sql: TenantSql, run: RunReference, parts: readonly Damage[]): Promise<Totals> {
  const { rows } = await sql<Totals>`
    select count(*)::int as products, count(*) filter (where price > 0)::int as priced,
           count(*) filter (where stock > 0)::int as stocked
      from products
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and is_active`;
  const now = onlyRow(rows);
  const fell = (what: keyof Damage) => parts.reduce((sum, part) => sum + part[what], 0);
  return {
    products: now.products + fell('gone'),
    priced: now.priced + fell('prices_fallen'),
    stocked: now.stocked + fell('stocks_fallen'),
  };
}
