import type { FieldNode } from 'graphql';
import { globalId } from '../catalogue/global-id';
import type { PageArgs } from '../listing/paging';
import type { WantedSubscription } from '../webhooks/subscription-rules';
import { connection, type QueryContext } from './query-context';

/** The place of a field in the query: its node, and the key of its answer. */
export type FieldInfo = { node: FieldNode; key: string };

/** The arguments of the fields that the simulator resolves; the schema has checked them. */
export type Args = PageArgs & {
  id: string;
  ids: string[];
  query?: string | null;
  sortKey: string;
  limit?: number | null;
  identifier: { id?: string | null; handle?: string | null };
  handle: string;
  names: string[];
  truncateAt?: number | null;
  groupObjects: boolean;
  topic: string;
  topics?: readonly string[] | null;
  uri?: string | null;
  callbackUrl?: string | null;
  format?: string | null;
  webhookSubscription: WantedSubscription;
};

export type Resolver<Source> = (source: Source, args: Args, context: QueryContext, info: FieldInfo) => unknown;

export type Resolvers<Source> = Record<string, Resolver<Source>>;

/** The id fields of a type, whose numeric part the source holds. */
export function idFields(type: string): Resolvers<{ id: string }> {
  return { id: (source) => globalId(type, source.id), legacyResourceId: (source) => source.id };
}

/** An exact count, as the API wraps it. */
export const exactly = (count: number) => ({ count, precision: 'EXACT' });

/** No metafields are simulated: a client reads that there are none. */
export const noMetafields: Resolvers<unknown> = {
  metafield: () => null,
  metafields: (_, args, context, info) =>
    connection({ items: [], keyOf: () => ({ value: '', id: '' }) }, args, context, info),
};
