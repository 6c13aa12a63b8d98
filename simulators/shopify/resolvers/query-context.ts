import type { FieldNode } from 'graphql';
import type { DeniedFields } from '../access/access-scopes';
import { inOrder, type KeyOf, keysetPage, type Page, type PageArgs, page } from '../listing/paging';
import type { SearchWarning } from '../listing/search';
import type { ShopifyShop } from '../shop';

type SearchReport = { path: (string | number)[]; query: string; warnings: SearchWarning[] };

/** What the resolvers of one request share. */
export type QueryContext = {
  shop: ShopifyShop;
  denied: DeniedFields;
  /** The longest page that each listing of the query gave: its actual cost. */
  found: Map<FieldNode, number>;
  searches: SearchReport[];
  /** Set by a bulk operation: listings are whole, whatever `first` says. */
  whole: boolean;
  /** Set by faults. */
  dropVariants: number;
  emptyPage: boolean;
  failsFor: { products: readonly string[]; field: string } | null;
};

export function queryContext(shop: ShopifyShop, denied: DeniedFields): QueryContext {
  return {
    shop,
    denied,
    found: new Map(),
    searches: [],
    whole: false,
    dropVariants: 0,
    emptyPage: false,
    failsFor: null,
  };
}

type Listing<Item> = { items: readonly Item[]; keyOf: KeyOf<Item>; matches?: ((item: Item) => boolean) | undefined };

/** Answers a listing as a connection and notes how long its page is. */
export function connection<Item>(
  { items, keyOf, matches }: Listing<Item>,
  args: PageArgs,
  context: QueryContext,
  info: { node: FieldNode },
): Page<Item> {
  const ascending = inOrder(items, keyOf);
  const answer = context.whole
    ? page(matches ? ascending.filter(matches) : [...ascending], keyOf, { hasNextPage: false, hasPreviousPage: false })
    : keysetPage(ascending, keyOf, args, matches);
  context.found.set(info.node, Math.max(context.found.get(info.node) ?? 0, answer.nodes.length));
  return answer;
}
