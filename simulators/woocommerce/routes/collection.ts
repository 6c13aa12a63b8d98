import { type Answer, jsonAnswer } from '../answers/answer';
import type { RawFields, RawItem } from '../catalogue/raw';
import { numberOf, pageOf } from '../listing/list-items';
import { dateTime, integer, integers, oneOf, type Parameters, truth } from '../listing/parameters';
import { parseSelection } from '../listing/select-fields';
import type { Asked } from './route';

export const PRODUCT_STATUSES = ['any', 'future', 'trash', 'draft', 'pending', 'private', 'publish'];

export const COLLECTION_PARAMETERS: Parameters = {
  page: integer({ min: 1 }),
  per_page: integer({ min: 1, max: 100 }),
  after: dateTime(),
  before: dateTime(),
  modified_after: dateTime(),
  modified_before: dateTime(),
  dates_are_gmt: truth(),
  exclude: integers(),
  include: integers(),
  offset: integer(),
  order: oneOf(['asc', 'desc']),
};

/** Changes only which part of a list is shown, or how: lists that differ in these alone are sorted once. */
const NOT_FILTERS = /^(page|per_page|offset|_fields|oauth_\w+|consumer_(key|secret))$/;

export type Collection<Item extends RawItem> = {
  /** The route below /wc/v3, for links and as the list's name. */
  readonly route: string;
  build(): Item[];
  links(item: RawItem): RawFields;
  /** Leaves the last ones out of the body, not out of the totals. */
  readonly drop?: number;
};

/** One page of a collection with its totals and its Link header. */
export function answerPage<Item extends RawItem>({ shop, query }: Asked, collection: Collection<Item>): Answer {
  const filters = query.pairs.filter(([name]) => !NOT_FILTERS.test(name)).map((pair) => pair.join('='));
  const sorted = shop.lists.find(`${collection.route}?${filters.join('&')}`, collection.build);
  const page = pageOf(sorted, query, shop.version);
  const selection = parseSelection(query.list('_fields'));
  const shown = page.items.slice(0, Math.max(0, page.items.length - (collection.drop ?? 0)));
  const texts = shown.map((item) => shop.writeItem(item, collection.links(item), collection.route, selection));
  return jsonAnswer(200, `[${texts.join(',')}]`, {
    'X-WP-Total': String(page.total),
    'X-WP-TotalPages': String(page.totalPages),
    ...pageLinks(`${shop.homeUrl}/wp-json/wc/v3${collection.route}`, query, page.totalPages),
  });
}

function pageLinks(address: string, query: Asked['query'], totalPages: number): Record<string, string> {
  const page = numberOf(query, 'page', 1);
  const link = (to: number, rel: string) => {
    const parameters = new Map(query.pairs).set('page', String(to));
    const text = [...parameters].flatMap(([name, value]) => spelled(name, value));
    return `<${address}?${text.join('&')}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 && totalPages > 0 ? [link(Math.min(page - 1, totalPages), 'prev')] : []),
    ...(page < totalPages ? [link(page + 1, 'next')] : []),
  ];
  return links.length === 0 ? {} : { Link: links.join(', ') };
}

const LISTS = new Set(['include', 'exclude', 'parent', 'include_status', 'exclude_status']);

/** WordPress has parsed its own lists by then and spells them out, item by item: 22 characters an id. */
function spelled(name: string, value: string): string[] {
  const items = LISTS.has(name) ? value.split(',').map((item, at) => [`${name}[${at}]`, item]) : [[name, value]];
  return items.map((pair) => pair.map(encodeURIComponent).join('='));
}
