import { filterStamp } from '../catalogue/dates';
import { comparePrices } from '../catalogue/derive';
import type { RawItem } from '../catalogue/raw';
import type { SiteTime } from '../catalogue/site-time';
import type { WooVersion } from '../shop-options';
import type { Query } from './parse-query';

export type Page<Item> = { readonly items: readonly Item[]; readonly total: number; readonly totalPages: number };

type Order = (left: RawItem, right: RawItem) => number;

const byText = (field: 'name' | 'date_created_gmt' | 'date_modified_gmt') => (left: RawItem, right: RawItem) =>
  left[field] < right[field] ? -1 : left[field] > right[field] ? 1 : 0;

const byId: Order = (left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);

const ORDERS: Readonly<Record<string, Order>> = {
  id: byId,
  date: byText('date_created_gmt'),
  modified: byText('date_modified_gmt'),
  title: byText('name'),
  slug: byText('name'),
  price: (left, right) => comparePrices(left.price, right.price),
  menu_order: (left, right) => left.menu_order - right.menu_order,
};

/** Orders that have no id as tie-breaker before 10.x: MariaDB may then place ties anew for every page. */
const UNSTABLE = new Set(['date', 'modified']);

/** How far ties shift from one page to the next on 9.9.5: 192 tied products, 50 a page, lose 12 as the real one did. */
const TIE_SHIFT = 4;

/** The page a query asks for, out of items already filtered and sorted by {@link sortItems}. */
export function pageOf<Item extends RawItem>(sorted: readonly Item[], query: Query, version: WooVersion): Page<Item> {
  const perPage = numberOf(query, 'per_page', 10);
  const offset = numberOf(query, 'offset', 0);
  const from = offset > 0 ? offset : (numberOf(query, 'page', 1) - 1) * perPage;
  // An offset past the end answers as if the shop were empty; a page past the end tells the true total.
  const total = offset >= sorted.length && offset > 0 ? 0 : sorted.length;
  const isUnstable = version === '9.9.5' && UNSTABLE.has(query.get('orderby') ?? 'date');
  const placed = isUnstable ? shiftTies(sorted, query, Math.floor(from / perPage) * TIE_SHIFT) : sorted;
  return { items: placed.slice(from, from + perPage), total, totalPages: Math.ceil(total / perPage) };
}

export function numberOf(query: Query, name: string, otherwise: number): number {
  return Number(query.get(name) ?? otherwise);
}

export function sortItems<Item extends RawItem>(items: Item[], query: Query): Item[] {
  const orderBy = query.get('orderby') ?? 'date';
  if (orderBy === 'include' || orderBy === 'post__in') return items;
  const order = ORDERS[orderBy] ?? byId;
  const sign = query.get('order') === 'asc' ? 1 : -1;
  return items.sort((left, right) => sign * (order(left, right) || byId(left, right)));
}

function shiftTies<Item extends RawItem>(sorted: readonly Item[], query: Query, shift: number): readonly Item[] {
  const field = query.get('orderby') === 'modified' ? 'date_modified_gmt' : 'date_created_gmt';
  const placed: Item[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && sorted[end]?.[field] === sorted[start]?.[field]) end++;
    const ties = sorted.slice(start, end);
    const turn = shift % ties.length;
    placed.push(...ties.slice(turn), ...ties.slice(0, turn));
    start = end;
  }
  return placed;
}

/** The date filters, all exclusive, compared as text with the local or the GMT column. */
export function dateFilter(query: Query, site: SiteTime): (item: RawItem) => boolean {
  const suffix = /^(true|1)$/i.test(query.get('dates_are_gmt') ?? '') ? '_gmt' : '';
  const limit = (name: string) => {
    const text = query.get(name);
    return text === undefined ? null : filterStamp(text, site.local);
  };
  const [after, before] = [limit('after'), limit('before')];
  const [modifiedAfter, modifiedBefore] = [limit('modified_after'), limit('modified_before')];
  return (item) => {
    const created = suffix === '' ? item.date_created : item.date_created_gmt;
    const modified = suffix === '' ? item.date_modified : item.date_modified_gmt;
    return (
      (after === null || created > after) &&
      (before === null || created < before) &&
      (modifiedAfter === null || modified > modifiedAfter) &&
      (modifiedBefore === null || modified < modifiedBefore)
    );
  };
}
