import type { z } from 'zod';
import type { DeactivationEvidence } from '../model/evidence';
import type { LeanMode, LeanProduct } from '../model/freshness/lean-product';
import type { ListingGap, Stretch } from '../model/listing';
import type { CanonicalProduct } from '../model/product';
import type { UnreadableProduct } from '../model/rejection';
import type { SecretPatterns } from '../process/redact';
import type { Setting } from '../process/settings';
import type { BulkReader } from './bulk-reader';
import type { StoreTraffic } from './http/traffic';
import type { StoreProblem } from './problem';
import type { WebhookFormat, WebhookRegistrar } from './webhooks';

/**
 * The one interface between the service and a platform: what the service must know of it stands here, and nowhere
 * else. Everything a store can do wrong comes back as a `StoreProblem`; only bugs throw.
 */
export interface StorePlatform<Credentials = unknown, Settings = Record<never, unknown>> {
  /** As people write it: `WooCommerce`. */
  readonly displayName: string;
  /** What clients call a store's address: `store_url`. Platforms may share a name. */
  readonly addressField: string;
  /** Whether a listing of what changed tells of products that were deleted for good; else only full runs notice. */
  readonly tellsOfDestroyed: boolean;
  /** What its secrets are called and look like: loggers hide them, whoever wrote them (I8). */
  readonly secretPatterns: SecretPatterns;
  /** Of these credentials: taken out of everything that the store says (I8). */
  secretsOf(credentials: Credentials): string[];
  /** Of the operator, for this platform alone. Their names begin with the platform's: all are read into one object. */
  readonly settings: { readonly [Name in keyof Settings]: Setting<Settings[Name]> };
  /** What a tenant sends to connect; strict: what connecting finds out is refused here. */
  readonly credentials: z.ZodType<Credentials>;
  /** What is sealed: the tenant's fields and what `connect` or `renew` added (authentication mode, token …). */
  readonly keptCredentials: z.ZodType<Credentials>;
  /** The store's address in its one spelling: equal for all spellings of the same store. Not a secret. */
  address(credentials: Credentials): string;
  /** Tries the credentials, those that were kept, too. The answered credentials (working authentication mode, token …) are those to keep. */
  connect(
    credentials: Credentials,
    surroundings: StoreSurroundings & Settings,
    within?: WithinRun,
  ): Promise<ConnectOutcome<Credentials>>;
  open(access: StoreAccess<Credentials>, surroundings: StoreSurroundings & Settings): StoreConnection;
  /** How it tells of news by itself. Absent on platforms that do not. */
  readonly webhooks?: WebhookFormat<Credentials, Settings>;
  /** For people: why a store with these abilities has no `lean`; null where it has. Absent: none of the platform's has. */
  whyNotLean?(abilities: StoreFacts['abilities']): string | null;
}

/** What the process allows: from the settings, the same for all stores. The platforms' own settings stand beside. */
export interface StoreSurroundings {
  /** Stores on private or loopback addresses, over plain http and on any port. */
  readonly allowPrivateStores: boolean;
  /** What else may be reached with an address of the internet: a port is a service, and few are shops. */
  readonly storePorts: readonly number[];
}

/** Connecting anew in the middle of a run: what it costs is counted, and it ends with the run. */
export interface WithinRun {
  readonly traffic: StoreTraffic;
  readonly signal: AbortSignal;
}

/** How a connection gets at its credentials, renews those that run out, and how patient it may still be. */
export interface StoreAccess<Credentials> {
  readonly credentials: Credentials;
  /** The last of the usual tries: what the store fails to answer about one product alone is set aside, not waited for. */
  readonly isLastTry?: boolean;
  /** Counts requests, and holds them back while the store asked for time. */
  readonly traffic?: StoreTraffic;
  /**
   * One renewal of a store at a time, in all processes: waits for its turn, answers what another process renewed
   * meanwhile, else runs `renew` and keeps its result sealed.
   */
  renew(renew: (current: Credentials) => Promise<Credentials | StoreProblem>): Promise<Credentials | StoreProblem>;
}

export type ConnectOutcome<Credentials> =
  | { kind: 'connected'; credentials: Credentials; facts: StoreFacts }
  | StoreProblem;

/** Characters of a store's name: sweeps list the names of 500 stores at once (I10). */
export const NAME_LENGTH = 80;

/** What a store says about itself. */
export interface StoreFacts {
  kind: 'facts';
  /** Cleaned, at most `NAME_LENGTH` characters. */
  name: string | null;
  /** ISO 4217. */
  currency: string;
  /** Products in all states that the listing shows. */
  productCount: number;
  /** Of all products; null where asking would cost more than it tells. */
  variantCount: number | null;
  /** Tells this store from another one under the same address (I1): Shopify the shop id, WooCommerce its `home`. */
  identity: string;
  /** The store's own clock when it answered, RFC 3339 UTC. */
  storeTime: string;
  /** For people and for the mapper: software version, endpoints that work, scopes that are missing. */
  abilities: Record<string, string | boolean | string[]>;
}

/** Requests go out one or two at a time, also of methods called side by side; every method honours the signal. */
export interface StoreConnection {
  describe(signal: AbortSignal): Promise<StoreFacts | StoreProblem>;
  /** `cursor` null starts the listing. A cursor is text that only this platform reads; it may be kept for days. */
  listPage(request: ListingRequest): Promise<ListedPage | StoreProblem>;
  /** Whole products by id; unknown ids are left out. */
  fetchByIds(request: IdsRequest): Promise<FetchedProducts | StoreProblem>;
  /** The store's own word about each id (I1). An id without a clear answer is `unclear`. */
  confirmMissing(request: IdsRequest): Promise<MissingAnswers | StoreProblem>;
  /** How many ids `fetchByIds` and `confirmMissing` take at once. */
  readonly idsAtOnce: number;
  /** Absent on platforms that write no such files. */
  readonly bulk?: BulkReader;
  /** Absent on platforms that cannot tell what changed: their incremental runs are full ones. */
  readonly changes?: ChangesReader;
  /** Absent where a group of fields cannot be listed alone: lean runs of such a store are refused. */
  readonly lean?: LeanReader;
  /** Absent on platforms without webhooks. */
  readonly webhooks?: WebhookRegistrar;
}

/** Lists all products with the fields of one group alone. */
export interface LeanReader {
  listPage(request: LeanRequest): Promise<LeanPage | StoreProblem>;
}

export interface LeanRequest extends ProductsRequest {
  mode: LeanMode;
  /** null starts the listing; it is text that only this platform reads, for this mode. */
  cursor: string | null;
}

export interface LeanPage {
  kind: 'lean_page';
  products: LeanProduct[];
  /** Ids of products that are there and whose fields or variants are not all in hand: they have to be read whole. */
  unclear: string[];
  nextCursor: string | null;
  /** HTTP requests that this answer cost. */
  requests: number;
  /** Milliseconds that were waited because the store asked for it. */
  throttledMs: number;
  /** What the listing lacks here, as the page showed. Absent: nothing. */
  gaps?: readonly ListingGap[];
}

/** What happened in a stretch of time, by the store's own word. `listPage` lists what changed in it. */
export interface ChangesReader {
  /** Is there anything to read? One or two small requests. */
  look(request: NewsRequest): Promise<StoreNews | StoreProblem>;
  /** Ids of products that went: a suspicion, no evidence (I1). What a platform cannot tell only full runs find. */
  listGone(request: GoneRequest): Promise<GonePage | StoreProblem>;
}

export interface ListingRequest {
  cursor: string | null;
  /** Only what changed in it, each product whole; with `changes` alone. Absent: all. A cursor belongs to the stretch that it began with. */
  stretch?: Stretch | undefined;
  signal: AbortSignal;
}

export interface NewsRequest {
  stretch: Stretch;
  signal: AbortSignal;
}

/** How many products a listing of this stretch shows, and how many went in it at least, as far as the store tells. */
export interface StoreNews {
  kind: 'news';
  changed: number;
  gone: number;
  /** The store's own clock when it answered first, RFC 3339 UTC. */
  storeTime: string;
  /** As in `StoreFacts`; null where asking would cost a request more. */
  identity: string | null;
  currency: string | null;
}

export interface GoneRequest extends NewsRequest {
  cursor: string | null;
}

export interface GonePage {
  kind: 'gone';
  externalIds: string[];
  nextCursor: string | null;
  /** What this list lacks, as its pages showed. Absent: nothing. */
  gaps?: readonly ListingGap[];
}

/**
 * A page of the listing as soon as it is known where the next one begins: that one may be asked for while this one's
 * products are made whole.
 */
export interface ListedPage {
  kind: 'listed';
  /** null: the store said that the listing ends here. */
  nextCursor: string | null;
  /** Asks for what the listing left out, and maps all. May be called again after it answered a problem. */
  products(request: ProductsRequest): Promise<ProductPage | StoreProblem>;
}

export interface ProductsRequest {
  /** Of the store, read at the start of this run. */
  currency: string;
  signal: AbortSignal;
}

export interface IdsRequest {
  externalIds: readonly string[];
  currency: string;
  signal: AbortSignal;
}

export interface FetchedProducts {
  kind: 'products';
  products: CanonicalProduct[];
  rejected: UnreadableProduct[];
  /** HTTP requests that this answer cost. */
  requests: number;
  /** Milliseconds that were waited because the store asked for it. */
  throttledMs: number;
}

export interface ProductPage extends Omit<FetchedProducts, 'kind'> {
  kind: 'page';
  /** The same place as the listed page's, with what was learned since, for whoever goes on from here later. */
  nextCursor: string | null;
  /** What the listing lacks here, as the page showed. Absent: nothing. */
  gaps?: readonly ListingGap[];
}

export interface MissingAnswers {
  kind: 'answers';
  answers: MissingAnswer[];
  /** Products that turned out to be alive (or alive but unreadable), to be merged like a page. */
  products: CanonicalProduct[];
  rejected: UnreadableProduct[];
  requests: number;
  throttledMs: number;
}

export type MissingAnswer =
  | { external_id: string; answer: 'alive' }
  | { external_id: string; answer: 'gone'; evidence: DeactivationEvidence }
  | { external_id: string; answer: 'unclear'; detail: string };
