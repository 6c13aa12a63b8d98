import type { RawFields, RawProduct } from '../../../simulators/woocommerce/catalogue/raw';
import type { FaultAnswer } from '../../../simulators/woocommerce/faults/faults';
import type { WooShop } from '../../../simulators/woocommerce/shop';
import { expectedOfWoo } from '../../support/woo-oracle';
import type { EditKind, FaultKind } from '../plan/events';
import { type ChaosShop, FIRST_NEW_ID, itemAt, TITLE_MARK } from './chaos-shop';
import { visibilityOf } from './visibility';
import { wooDeliveries } from './woo-deliveries';

const HTML = { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>Hello from a cache</html>' };

const ANSWERS: Record<FaultKind, FaultAnswer> = {
  error: { status: 500 },
  bad_gateway: { html: 502 },
  maintenance: { status: 503, headers: { 'Retry-After': '2' } },
  html: HTML,
  throttled: { status: 429, headers: { 'Retry-After': '1' } },
  truncated: { truncate: true },
  slow: { delayMs: 1_500 },
  unauthorized: { unauthorized: true },
  empty: { emptyArray: true },
  variants_short: { dropVariations: 1 },
  reset: { reset: true },
  notice: { noticeBeforeJson: true },
};

type Change = (product: RawProduct, value: number) => void;

export function wooChaosShop(shop: WooShop): ChaosShop {
  let lastId = FIRST_NEW_ID;
  const { name, url, consumerKey, consumerSecret } = shop;
  const isActive = (id: string) => shop.products.get(id)?.status === 'publish';
  const visibility = visibilityOf(isActive, shop.products.keys());

  const editedAt = new Map<string, number>();
  const undated = new Set<string>();
  const writeDirectly = (id: bigint, fields: RawFields) => {
    undated.add(String(id));
    shop.writeDirectly(id, fields);
  };
  const note = (id: string) => {
    editedAt.set(id, Date.now());
    visibility.note(id);
  };
  const isSimple = ({ type, status }: RawProduct) => type === 'simple' && status !== 'trash';
  const has = (status: string) => (product: RawProduct) => product.status === status;
  const isBroken = ({ price }: RawProduct) => price === 'ask';
  const mend = ({ id, regular_price }: RawProduct) => {
    writeDirectly(id, { price: regular_price });
    note(String(id));
  };
  const hasVariations = ({ type, variations, status }: RawProduct) =>
    type === 'variable' && variations.length > 1 && status !== 'trash';

  const hasItems = (product: RawProduct) => isSimple(product) || hasVariations(product);

  const edits: Record<Exclude<EditKind, 'add'>, { of(product: RawProduct): boolean; change: Change }> = {
    title: { of: has('publish'), change: ({ id }, value) => shop.patch(id, { name: `${TITLE_MARK} ${value}` }) },
    quietly: {
      of: has('publish'),
      change: ({ id }, value) => writeDirectly(id, { name: `${TITLE_MARK} ${value}` }),
    },
    price: { of: hasItems, change: onItem((value) => ({ regular_price: `${value}.50` })) },
    stock: { of: hasItems, change: onItem((value) => ({ manage_stock: true, stock_quantity: value })) },
    reprice: {
      of: hasItems,
      change: pastTheShop((value) => ({ regular_price: `${value}.75`, sale_price: '', price: `${value}.75` })),
    },
    restock: {
      of: hasItems,
      change: pastTheShop((value) => ({ manage_stock: true, stock_quantity: value, stock_status: 'instock' })),
    },
    // For good, past the bin: nothing tells of it.
    remove: {
      of: () => true,
      change: ({ id }) => {
        undated.add(String(id));
        shop.remove(id);
      },
    },
    unpublish: { of: has('publish'), change: ({ id }) => shop.unpublish(id) },
    publish: { of: has('draft'), change: ({ id }) => shop.patch(id, { status: 'publish' }) },
    hide: { of: has('publish'), change: ({ id }) => shop.trash(id) },
    restore: { of: has('trash'), change: ({ id }) => shop.restore(id) },
    add_variant: { of: hasVariations, change: addVariation },
    remove_variant: {
      of: hasVariations,
      change: ({ id, variations }, value) => shop.removeVariation(id, variations[value % variations.length] as bigint),
    },
    break: { of: isSimple, change: ({ id }) => writeDirectly(id, { price: 'ask' }) },
    mend: { of: isBroken, change: mend },
  };

  const itemOf = ({ variations }: RawProduct, value: number) => variations[value % Math.max(1, variations.length)];

  function onItem(fields: (value: number) => RawFields): Change {
    return (product, value) => {
      const variation = itemOf(product, value);
      if (variation === undefined) shop.patch(product.id, fields(value));
      else shop.patchVariation(product.id, variation, fields(value));
    };
  }

  function pastTheShop(fields: (value: number) => RawFields): Change {
    return (product, value) => {
      const variation = itemOf(product, value);
      if (variation === undefined) return writeDirectly(product.id, fields(value));
      undated.add(String(product.id));
      shop.writeVariationDirectly(product.id, variation, fields(value));
    };
  }

  function addVariation({ id, variations }: RawProduct, value: number): void {
    const like = shop.variations.get(String(id))?.get(String(variations[0]));
    const attributes = [{ id: 0, name: 'Size', slug: 'Size', option: `Size ${value}` }];
    shop.putVariation(id, { ...(like && { attributes }), id: ++lastId, regular_price: `${value}.25` });
  }

  return {
    name,
    credentials: { store_url: url, consumer_key: consumerKey, consumer_secret: consumerSecret },
    secrets: () => [consumerKey, consumerSecret, ...[...shop.webhooks.registered.values()].map(({ secret }) => secret)],
    visibility,
    undated,
    editedAt,
    ids: () => [...shop.products.keys()],
    edit({ what, where, value }) {
      if (what === 'add') {
        const id = String(++lastId);
        shop.put({ id, name: `${TITLE_MARK} of ${id}`, regular_price: `${value}.90`, status: 'publish' });
        note(id);
        return true;
      }
      const { of, change } = edits[what];
      const product = itemAt([...shop.products.values()].filter(of), where);
      if (product === undefined) return false;
      change(product, value);
      note(String(product.id));
      return true;
    },
    fault: ({ fault, on, after, times }) =>
      shop.faults.add({
        answer: ANSWERS[fault],
        afterRequests: after,
        times,
        ...(on === 'listing' && { path: '/products?' }),
      }),
    deliveries: wooDeliveries(shop),
    calm: () => shop.faults.clear(),
    mendAll: () => [...shop.products.values()].filter(isBroken).forEach(mend),
    // What lies in the trash is shown by no listing: the catalogue keeps what it knew of it.
    expected: () => expectedOfWoo(shop).filter(({ status }) => status !== 'trash'),
  };
}
