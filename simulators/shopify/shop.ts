import { type ShopClock, shopClock } from '../clock';
import { type AccessTokens, accessTokens, type GrantRefusal } from './access/access-tokens';
import { type AppSecrets, appSecrets } from './access/app-secrets';
import { type BulkOperations, bulkOperations } from './bulk/bulk-operations';
import { type CatalogueEdits, catalogueEdits } from './catalogue/edits';
import { generateProducts } from './catalogue/generate-products';
import type { ShopEvent, ShopProduct } from './catalogue/shop-product';
import { shopifyTime } from './catalogue/time';
import { type Faults, faultList } from './faults';
import { indexProducts, type ShopIndex } from './listing/shop-index';
import type { ShopOptions } from './shop-options';
import { type ThrottleBucket, throttleBucket } from './throttle-bucket';
import { shopTimers } from './timers';
import { bulkFinishedBody, scopesBody, uninstalledBody } from './webhooks/bodies';
import { type ShopWebhooks, shopWebhooks } from './webhooks/shop-webhooks';
import { blowStorm, type StormSize } from './webhooks/storm';

type ShopCounters = {
  requests: number;
  /** Of the answers' bodies. */
  bytes: number;
  inFlight: number;
  mostInFlight: number;
  costSpent: number;
  throttled: number;
  tokensIssued: number;
};

/** One answered request; the log keeps the latest 10,000. */
type LoggedRequest = {
  at: string;
  path: string;
  query: string | null;
  variables: unknown;
  status: number;
  ms: number;
};

/** A simulated shop: its catalogue is the truth that tests compare with, its edits bump `updatedAt` as Shopify's do. */
export interface ShopifyShop extends CatalogueEdits {
  readonly domain: string;
  readonly accessToken: string;
  readonly shopId: string;
  readonly options: ShopOptions;
  readonly scopes: ReadonlySet<string>;
  readonly createdAt: string;
  /** Its offset may be set while the shop lives. */
  readonly clock: ShopClock;
  /** By numeric id; edit through the functions of `CatalogueEdits`. */
  readonly products: ReadonlyMap<string, ShopProduct>;
  readonly index: ShopIndex;
  readonly events: readonly ShopEvent[];
  readonly tokens: AccessTokens;
  readonly secrets: AppSecrets;
  readonly bucket: ThrottleBucket;
  readonly faults: Faults;
  readonly bulk: BulkOperations;
  readonly webhooks: ShopWebhooks;
  readonly counters: ShopCounters;
  readonly requestLog: LoggedRequest[];
  /** Set to refuse the client-credentials grant. */
  grantRefusal: GrantRefusal | null;

  /** Answers the new permanent token; the old one is refused. */
  rotateToken(): string;
  revokeToken(): void;
  setShopId(id: string): void;
  /** What the merchant grants to the app from now on. */
  setScopes(scopes: readonly string[]): void;
  /** Nothing of the app is left in the shop: every token is refused. */
  uninstall(): void;
  /** Answers the new permanent token; what the app had subscribed to is gone. */
  reinstall(): string;
  /** Over once every change is made. */
  storm(size: StormSize): Promise<void>;
  /** Nothing goes out any more. */
  close(): void;
}

const LARGE_BUCKET = { maximum: 1_000_000, restoreRate: 1_000_000 };
const DEFAULT_SCOPES = ['read_products', 'read_inventory'];

/** A shop whose admin is at `origin`; the files of its bulk operations lie below it. */
export function createShop(options: ShopOptions, origin: string): ShopifyShop {
  const listed = typeof options.products === 'object' ? options.products : generateProducts(options);
  const products = new Map(listed.map((product) => [product.id, product]));
  const index = indexProducts(products);
  const tokens = accessTokens(options.accessToken);
  const events: ShopEvent[] = [];
  const clock = shopClock(options.clockOffsetSeconds);
  const now = () => shopifyTime(clock.now().getTime());
  const { domain } = options;
  const secrets = appSecrets(options.clientSecret);
  const timers = shopTimers();
  let shopId = options.shopId ?? '61234567890';
  let scopes: ReadonlySet<string> = new Set(options.scopes ?? DEFAULT_SCOPES);
  const webhooks = shopWebhooks({
    domain,
    options: options.webhooks ?? {},
    timers,
    scopes: () => scopes,
    secret: () => secrets.signing,
    now: clock.now,
    today: now,
  });
  const { news } = webhooks;

  const shop: ShopifyShop = {
    domain,
    options,
    get accessToken() {
      return tokens.permanent;
    },
    get shopId() {
      return shopId;
    },
    get scopes() {
      return scopes;
    },
    createdAt: '2021-03-04T09:12:44Z',
    clock,
    products,
    index,
    events,
    tokens,
    secrets,
    bucket: throttleBucket(options.bucket ?? LARGE_BUCKET),
    faults: faultList(),
    bulk: bulkOperations(() => shop, {
      origin,
      timers,
      isAwaited: () => webhooks.subscriptions.of('BULK_OPERATIONS_FINISH').length > 0,
      onFinished: (operation) => news.tell('BULK_OPERATIONS_FINISH', operation.id, () => bulkFinishedBody(operation)),
    }),
    webhooks,
    counters: { requests: 0, bytes: 0, inFlight: 0, mostInFlight: 0, costSpent: 0, throttled: 0, tokensIssued: 0 },
    requestLog: [],
    grantRefusal: null,

    ...catalogueEdits({ domain, products, index, events, news, now }),
    rotateToken: () => tokens.rotate(),
    revokeToken: () => tokens.revoke(),
    setShopId(id) {
      shopId = id;
    },
    setScopes(granted) {
      const previous = [...scopes];
      scopes = new Set(granted);
      news.tell('APP_SCOPES_UPDATE', '', () => scopesBody(shopId, previous, granted, now()));
    },
    uninstall() {
      tokens.revoke();
      shop.grantRefusal = 'app_not_installed';
      news.tell('APP_UNINSTALLED', '', () => uninstalledBody({ shopId, domain, currency: options.currency ?? 'EUR' }));
      const others = webhooks.subscriptions.all().filter(({ topic }) => topic !== 'APP_UNINSTALLED');
      for (const { id } of others) webhooks.deliveries.silence(id);
      webhooks.subscriptions.clear();
    },
    reinstall() {
      shop.grantRefusal = null;
      return tokens.rotate();
    },
    storm: (size) => blowStorm(shop, size, timers),
    close() {
      timers.end();
      webhooks.deliveries.end();
    },
  };

  return shop;
}
