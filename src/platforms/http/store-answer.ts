import type { Quote } from './quote';

/** What a store answered, whatever the status: decompressed, an error's text cut. */
export interface StoreAnswer {
  kind: 'answer';
  status: number;
  /** By any spelling of its case; several values are joined by a comma. */
  header(name: string): string | null;
  text: string;
  /** The store's own clock (its `Date` header), RFC 3339 UTC. */
  date: string | null;
  /** Address asked, without its query: for messages. */
  address: string;
  /** What of it may stand in a message: without this store's secrets, cleaned and cut. */
  quote: Quote;
}

/** Queries may hold secrets (WooCommerce's query authentication): messages name an address without it. */
export function addressForPeople(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
