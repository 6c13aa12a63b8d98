import { GraphQLError } from 'graphql';

/** Shopify's global ids: `gid://shopify/<type>/<number>`; an inventory level carries a query string behind it. */
export function globalId(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The parts of a global id, or null when the text is none. */
export function parseGlobalId(text: string): { type: string; id: string } | null {
  const match = /^gid:\/\/shopify\/(\w+)\/(\d+)(\?.*)?$/.exec(text);
  return match?.[1] && match[2] ? { type: match[1], id: match[2] } : null;
}

/** The number in the global id of this type that somebody asks for. */
export function numberOfGlobalId(text: string, type: string): string {
  const parsed = parseGlobalId(text);
  if (parsed?.type === type) return parsed.id;
  throw new GraphQLError(`Invalid global id '${text}'`, { extensions: { code: 'argumentLiteralsIncompatible' } });
}

/** Orders ids without leading zeros by their number, also beyond 2^53: the shorter text is the smaller number. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
