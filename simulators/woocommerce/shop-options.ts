import type { ItemFields } from './catalogue/raw';

/**
 * Which way of signing in works: what PHP believes about TLS, and whether it sees the Authorization header; with
 * `header-only` nothing else: a shop behind TLS whose clock may be wrong, as no signature is looked at.
 */
type AuthMode = 'https' | 'plain-http' | 'tls-proxy' | 'header-stripped' | 'header-only';

/** 10.5.0 has /wc/v3/variations and orders ties by id; 9.9.5 has neither. */
export type WooVersion = '10.5.0' | '9.9.5';

export type ShopKey = {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly permissions: 'read' | 'write' | 'read_write';
  /** A customer may sign in and see nothing. */
  readonly owner: 'manager' | 'customer';
  readonly auth: AuthMode;
};

export type ShopOptions = {
  /** The shop's path prefix; its store URL is <simulator>/<name>. */
  readonly name: string;
  /** How many to generate, or the products themselves; 0 unless given. */
  readonly products?: number | readonly ItemFields[];
  /** Seed of the generated products and of the orders in which terms come, 1 unless given. */
  readonly seed?: number;
  /** Adds the products that break careless clients, beside the generated ones. */
  readonly nasty?: boolean;
  /** Share of variable products among the generated, 0..1. */
  readonly variableShare?: number;
  readonly version?: WooVersion;
  /** ISO code, EUR unless given. */
  readonly currency?: string;
  readonly consumerKey?: string;
  readonly consumerSecret?: string;
  readonly permissions?: ShopKey['permissions'];
  readonly keyOwner?: ShopKey['owner'];
  /** Plain http unless given: then only OAuth 1.0a works. */
  readonly auth?: AuthMode;
  /** The web server passes on no answer whose headers are larger: 502. nginx has 4096; no limit unless given. */
  readonly headerBufferBytes?: number;
  /** How far its clock is ahead of this machine's, negative behind; right unless given. */
  readonly clockOffsetSeconds?: number;
  /** IANA, of the site's settings; an hour ahead of UTC all year unless given. */
  readonly timeZone?: string;
  /** False as with DISABLE_WP_CRON: no visit publishes a planned product or delivers a webhook. */
  readonly cron?: boolean;
  /** How often WP-Cron runs the queue of webhooks at most, when somebody visits: 60 unless given; 0 at each visit. */
  readonly cronEverySeconds?: number;
  /** Somebody opens the home page this often; nobody does unless given. */
  readonly visitEverySeconds?: number;
  /** Every answer takes at least this long. */
  readonly pageTimeMs?: number;
};
