import { GraphQLError } from 'graphql';
import { compareIds } from '../catalogue/global-id';

export type PageArgs = {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
};

/** The place of an item in a listing: its sort value, then its id. */
type Key = { value: string | number; id: string };
export type KeyOf<Item> = (item: Item) => Key;

/** One page as a GraphQL connection; graphql-js reads its getters, so that cursors are made only when asked for. */
export type Page<Item> = {
  nodes: Item[];
  readonly edges: { node: Item; readonly cursor: string }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
};

/**
 * Cuts a page out of items in ascending order of their keys. A cursor holds a key, not an offset: rows that were
 * deleted or added elsewhere move nothing. Rows that moved behind the cursor are met again, as at Shopify.
 */
export function keysetPage<Item>(
  ascending: readonly Item[],
  keyOf: KeyOf<Item>,
  args: PageArgs,
  matches: (item: Item) => boolean = () => true,
): Page<Item> {
  const items = args.reverse ? ascending.toReversed() : ascending;
  const from = args.after ? firstBehind(items, keyOf, args, decodeCursor(args.after), false) : 0;
  const to = args.before ? firstBehind(items, keyOf, args, decodeCursor(args.before), true) : items.length;

  const nodes: Item[] = [];
  const backwards = args.last !== undefined && args.last !== null;
  const size = (backwards ? args.last : args.first) ?? items.length;
  let more = false;
  for (let step = 0; step < to - from && !more; step++) {
    const item = items[backwards ? to - 1 - step : from + step] as Item;
    if (!matches(item)) continue;
    if (nodes.length === size) more = true;
    else nodes.push(item);
  }
  if (backwards) nodes.reverse();
  return page(nodes, keyOf, {
    hasNextPage: backwards ? to < items.length : more,
    hasPreviousPage: backwards ? more : from > 0,
  });
}

export function page<Item>(
  nodes: Item[],
  keyOf: KeyOf<Item>,
  more: { hasNextPage: boolean; hasPreviousPage: boolean },
): Page<Item> {
  const cursorOf = (item: Item | undefined) => (item === undefined ? null : encodeCursor(keyOf(item)));
  return {
    nodes,
    get edges() {
      return nodes.map((node) => ({
        node,
        get cursor() {
          return encodeCursor(keyOf(node));
        },
      }));
    },
    get pageInfo() {
      return { ...more, startCursor: cursorOf(nodes[0]), endCursor: cursorOf(nodes.at(-1)) };
    },
  };
}

/** Items in ascending order of their keys; the same array when they already are, which is the usual case. */
export function inOrder<Item>(items: readonly Item[], keyOf: KeyOf<Item>): readonly Item[] {
  for (let at = 1; at < items.length; at++) {
    if (compareKeys(keyOf(items[at - 1] as Item), keyOf(items[at] as Item)) > 0) {
      return items
        .map((item) => ({ item, key: keyOf(item) }))
        .sort((a, b) => compareKeys(a.key, b.key))
        .map(({ item }) => item);
    }
  }
  return items;
}

function compareKeys(a: Key, b: Key): number {
  if (a.value < b.value) return -1;
  if (a.value > b.value) return 1;
  return compareIds(a.id, b.id);
}

/** The index of the first item behind a cursor; with `itself`, an item exactly at the cursor counts as behind. */
function firstBehind<Item>(
  items: readonly Item[],
  keyOf: KeyOf<Item>,
  args: PageArgs,
  cursor: Key,
  itself: boolean,
): number {
  const direction = args.reverse ? -1 : 1;
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const compared = direction * compareKeys(keyOf(items[middle] as Item), cursor);
    if (compared > 0 || (itself && compared === 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function encodeCursor(key: Key): string {
  return Buffer.from(JSON.stringify({ last_id: key.id, last_value: key.value })).toString('base64');
}

function decodeCursor(cursor: string): Key {
  try {
    const { last_id: id, last_value: value } = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    if (typeof id === 'string' && (typeof value === 'string' || typeof value === 'number')) return { id, value };
  } catch {
    // Refused below, like a cursor of the right form for nothing.
  }
  throw new GraphQLError('Invalid cursor for current pagination sort.', { extensions: { code: 'BAD_REQUEST' } });
}
