import { type ShopClock, shopClock } from '../clock';
import { type AccessTokens, accessTokens, type GrantRefusal } from './access/access-tokens';
import { type BulkOperations, bulkOperations } from './bulk/bulk-operations';
import { generateProducts } from './catalogue/generate-products';
import type { ProductStatus, ShopEvent, ShopProduct, ShopVariant } from './catalogue/shop-product';
import { shopifyTime } from './catalogue/time';
import { type Faults, faultList } from './faults';
import { indexProducts, type ShopIndex } from './listing/shop-index';
import type { ShopOptions } from './shop-options';
import { type ThrottleBucket, throttleBucket } from './throttle-bucket';

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
export interface ShopifyShop {
  readonly domain: string;
  readonly accessToken: string;
  readonly shopId: string;
  readonly options: ShopOptions;
  readonly scopes: ReadonlySet<string>;
  readonly createdAt: string;
  /** Its offset may be set while the shop lives. */
  readonly clock: ShopClock;
  /** By numeric id; edit through the functions below, which keep orders and times right. */
  readonly products: ReadonlyMap<string, ShopProduct>;
  readonly index: ShopIndex;
  readonly events: readonly ShopEvent[];
  readonly tokens: AccessTokens;
  readonly bucket: ThrottleBucket;
  readonly faults: Faults;
  readonly bulk: BulkOperations;
  readonly counters: ShopCounters;
  readonly requestLog: LoggedRequest[];
  /** Set to refuse the client-credentials grant. */
  grantRefusal: GrantRefusal | null;

  put(product: ShopProduct): void;
  patch(id: string, fields: Partial<ShopProduct>): void;
  remove(id: string): void;
  setStatus(id: string, status: ProductStatus): void;
  putVariant(variant: ShopVariant): void;
  patchVariant(id: string, fields: Partial<ShopVariant>): void;
  removeVariant(id: string): void;
  /** Answers the new permanent token; the old one is refused. */
  rotateToken(): string;
  revokeToken(): void;
  setShopId(id: string): void;
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
  let shopId = options.shopId ?? '61234567890';

  const shop: ShopifyShop = {
    domain: options.domain,
    options,
    get accessToken() {
      return tokens.permanent;
    },
    get shopId() {
      return shopId;
    },
    scopes: new Set(options.scopes ?? DEFAULT_SCOPES),
    createdAt: '2021-03-04T09:12:44Z',
    clock,
    products,
    index,
    events,
    tokens,
    bucket: throttleBucket(options.bucket ?? LARGE_BUCKET),
    faults: faultList(),
    bulk: bulkOperations(() => shop, origin),
    counters: { requests: 0, bytes: 0, inFlight: 0, mostInFlight: 0, costSpent: 0, throttled: 0, tokensIssued: 0 },
    requestLog: [],
    grantRefusal: null,

    put(product) {
      products.set(product.id, { ...product, updatedAt: now() });
      index.changed();
    },
    patch(id, fields) {
      Object.assign(known(id), { updatedAt: now() }, fields);
      index.changed();
    },
    remove(id) {
      known(id);
      products.delete(id);
      index.changed();
      destroyed('PRODUCT', id);
    },
    setStatus(id, status) {
      shop.patch(id, { status });
    },
    putVariant(variant) {
      const product = known(variant.productId);
      const others = product.variants.filter(({ id }) => id !== variant.id);
      const variants = [...others, { ...variant, updatedAt: now() }].sort((a, b) => a.position - b.position);
      shop.patch(product.id, { variants });
    },
    patchVariant(id, fields) {
      const variant = knownVariant(id);
      Object.assign(variant, { updatedAt: now() }, fields);
      shop.patch(variant.productId, {});
    },
    removeVariant(id) {
      const product = known(knownVariant(id).productId);
      shop.patch(product.id, { variants: product.variants.filter((variant) => variant.id !== id) });
      destroyed('PRODUCT_VARIANT', id);
    },
    rotateToken: () => tokens.rotate(),
    revokeToken: () => tokens.revoke(),
    setShopId(id) {
      shopId = id;
    },
  };

  function known(id: string): ShopProduct {
    const product = products.get(id);
    if (!product) throw new Error(`shop ${options.domain} has no product ${id}`);
    return product;
  }

  function knownVariant(id: string): ShopVariant {
    const variant = index.variant(id);
    if (!variant) throw new Error(`shop ${options.domain} has no variant ${id}`);
    return variant;
  }

  function destroyed(subjectType: ShopEvent['subjectType'], subjectId: string) {
    const id = String(170_000_000_000_000 + events.length);
    events.push({ id, action: 'destroy', subjectType, subjectId, createdAt: now() });
  }

  return shop;
}
