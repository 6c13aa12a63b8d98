import { type ShopClock, shopClock } from '../clock';
import { authenticator } from './access/authenticate';
import { type Catalogue, createCatalogue } from './catalogue/catalogue';
import { generateProducts } from './catalogue/generate-products';
import { nastyProducts } from './catalogue/nasty-products';
import { type SiteTime, siteTime } from './catalogue/site-time';
import type { Fire } from './catalogue/topics';
import { type Counters, type LoggedRequest, requestCounter } from './faults/counters';
import { type Faults, faultList } from './faults/faults';
import { itemWriter } from './listing/select-fields';
import { singleProduct } from './routes/products';
import { USUAL_ROOT } from './routes/rest-root';
import type { ShopOptions } from './shop-options';
import { listCache, type ShopState } from './shop-state';
import { type ShopWebhooks, shopWebhooks } from './webhooks/shop-webhooks';
import { type Storm, type StormReport, storm } from './webhooks/storm';

/** One shop as a test holds it: its catalogue and the ways to change it, its faults, and what was asked of it. */
export type WooShop = Catalogue & {
  readonly name: string;
  /** The store URL a client connects to. */
  readonly url: string;
  /** What WordPress believes its own address is. */
  homeUrl: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  currency: string;
  /** Its offset may be set while the shop lives. */
  readonly clock: ShopClock;
  /** Its time zone, likewise. */
  readonly site: SiteTime;
  readonly faults: Faults;
  readonly webhooks: ShopWebhooks;
  readonly counters: Counters;
  resetCounters(): void;
  /** Saves products and has each save delivered at once, without the queue. */
  storm(storm: Storm): Promise<StormReport>;
  /** Every request since the shop was added, oldest first. */
  readonly requestLog: readonly LoggedRequest[];
};

/** What the server needs of a shop beside what a test sees. */
export type RunningShop = {
  readonly shop: WooShop;
  readonly state: ShopState;
  readonly pageTimeMs: number;
  /** What every request starts behind its answer. */
  visit(): void;
  readonly headerBufferBytes: number;
  readonly authenticate: ReturnType<typeof authenticator>;
  readonly counter: ReturnType<typeof requestCounter>;
  readonly log: LoggedRequest[];
  /** Nothing is delivered any more, and nobody visits. */
  close(): void;
};

const KEY = 'ck_5e7a1c09d2b84f63a1e0c7d95b3f2864a0917ce3';
const SECRET = 'cs_c93b6d10e8f74a25b6d1f09a7e3c5482d6b01f97';

export function createShop(options: ShopOptions, url: string): RunningShop {
  // WordPress behind a wrongly told proxy writes https links to a port that speaks http: links must not be followed.
  const homeUrl = url.replace(/^http:/, 'https:');
  const clock = shopClock(options.clockOffsetSeconds);
  const site = siteTime(options.timeZone);
  const { version = '10.5.0' } = options;
  const fire: Fire = (topic, id) => webhooks.fire(topic, id);
  const catalogue = createCatalogue({ homeUrl, version, clock, site, fire });
  fill(catalogue, options);
  const webhooks = shopWebhooks({
    clock,
    everySeconds: options.cronEverySeconds ?? 60,
    site: () => state,
    read: (id) => singleProduct(state, String(id)).body,
    playJobs: catalogue.playPlannedSales,
  });

  const state: ShopState = {
    name: options.name,
    url,
    homeUrl,
    restRoot: USUAL_ROOT,
    key: {
      consumerKey: options.consumerKey ?? KEY,
      consumerSecret: options.consumerSecret ?? SECRET,
      permissions: options.permissions ?? 'read_write',
      owner: options.keyOwner ?? 'manager',
      auth: options.auth ?? 'plain-http',
    },
    version,
    currency: options.currency ?? 'EUR',
    clock,
    site,
    catalogue,
    webhooks,
    writeItem: itemWriter(options.seed ?? 1),
    lists: listCache(catalogue),
  };
  const counter = requestCounter();
  const log: LoggedRequest[] = [];
  const shop = shopOf(state, counter, log);
  const { pageTimeMs = 0, cron = true, headerBufferBytes = Number.POSITIVE_INFINITY, visitEverySeconds } = options;
  const visit = () => {
    if (!cron) return;
    catalogue.publishPlanned();
    webhooks.visit();
  };
  const visitors = visitEverySeconds && setInterval(visit, visitEverySeconds * 1_000).unref();
  const close = () => {
    if (visitors) clearInterval(visitors);
    webhooks.close();
  };
  return { shop, state, counter, log, pageTimeMs, visit, close, headerBufferBytes, authenticate: authenticator() };
}

function fill(catalogue: Catalogue, { products = 0, currency = 'EUR', ...options }: ShopOptions): void {
  if (typeof products === 'number') {
    const { seed = 1, variableShare = 0.2 } = options;
    for (const entry of generateProducts({ count: products, seed, variableShare, currency })) {
      catalogue.load(entry.product, entry.variations);
    }
  } else {
    for (const product of products) catalogue.load(product);
  }
  if (options.nasty) for (const entry of nastyProducts()) catalogue.load(entry.product, entry.variations);
}

function shopOf(state: ShopState, counter: RunningShop['counter'], requestLog: readonly LoggedRequest[]): WooShop {
  const { catalogue } = state;
  return {
    ...catalogue,
    get revision() {
      return catalogue.revision;
    },
    name: state.name,
    url: state.url,
    get homeUrl() {
      return state.homeUrl;
    },
    set homeUrl(address) {
      state.homeUrl = address;
    },
    consumerKey: state.key.consumerKey,
    consumerSecret: state.key.consumerSecret,
    get currency() {
      return state.currency;
    },
    set currency(code) {
      state.currency = code;
    },
    clock: state.clock,
    site: state.site,
    faults: faultList(),
    webhooks: state.webhooks,
    get counters() {
      return counter.counters;
    },
    resetCounters: counter.reset,
    storm: (wanted) => storm(catalogue, state.webhooks, wanted),
    requestLog,
  };
}
