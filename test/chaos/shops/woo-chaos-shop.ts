import type { RawFields, RawProduct } from '../../../simulators/woocommerce/catalogue/raw';
import type { FaultAnswer } from '../../../simulators/woocommerce/faults/faults';
import type { WooShop } from '../../../simulators/woocommerce/shop';
import { expectedOfWoo } from '../../support/woo-oracle';
import type { EditKind, FaultKind } from '../plan/events';
import { type ChaosShop, FIRST_NEW_ID, itemAt, TITLE_MARK } from './chaos-shop';
import { visibilityOf } from './visibility';

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

  const undated = new Set<string>();
  const writeDirectly = (id: bigint, fields: RawFields) => {
    undated.add(String(id));
    shop.writeDirectly(id, fields);
  };
  const isSimple = ({ type, status }: RawProduct) => type === 'simple' && status !== 'trash';
  const has = (status: string) => (product: RawProduct) => product.status === status;
  const isBroken = ({ price }: RawProduct) => price === 'ask';
  const mend = ({ id, regular_price }: RawProduct) => writeDirectly(id, { price: regular_price });
  const hasVariations = ({ type, variations, status }: RawProduct) =>
    type === 'variable' && variations.length > 1 && status !== 'trash';

  const edits: Record<Exclude<EditKind, 'add'>, { of(product: RawProduct): boolean; change: Change }> = {
    title: { of: has('publish'), change: ({ id }, value) => shop.patch(id, { name: `${TITLE_MARK} ${value}` }) },
    quietly: {
      of: has('publish'),
      change: ({ id }, value) => writeDirectly(id, { name: `${TITLE_MARK} ${value}` }),
    },
    price: { of: (product) => isSimple(product) || hasVariations(product), change: onItem({ regular_price: true }) },
    stock: { of: (product) => isSimple(product) || hasVariations(product), change: onItem({ stock_quantity: true }) },
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

  function onItem(field: { regular_price: true } | { stock_quantity: true }): Change {
    return ({ id, variations }, value) => {
      const fields =
        'regular_price' in field ? { regular_price: `${value}.50` } : { manage_stock: true, stock_quantity: value };
      const variation = variations[value % Math.max(1, variations.length)];
      if (variation === undefined) shop.patch(id, fields);
      else shop.patchVariation(id, variation, fields);
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
    secrets: [consumerKey, consumerSecret],
    visibility,
    undated,
    ids: () => [...shop.products.keys()],
    edit({ what, where, value }) {
      if (what === 'add') {
        const id = String(++lastId);
        shop.put({ id, name: `${TITLE_MARK} of ${id}`, regular_price: `${value}.90`, status: 'publish' });
        visibility.note(id);
        return true;
      }
      const { of, change } = edits[what];
      const product = itemAt([...shop.products.values()].filter(of), where);
      if (product === undefined) return false;
      change(product, value);
      visibility.note(String(product.id));
      return true;
    },
    fault: ({ fault, on, after, times }) =>
      shop.faults.add({
        answer: ANSWERS[fault],
        afterRequests: after,
        times,
        ...(on === 'listing' && { path: '/products?' }),
      }),
    calm: () => shop.faults.clear(),
    mendAll: () => [...shop.products.values()].filter(isBroken).forEach(mend),
    // What lies in the trash is shown by no listing: the catalogue keeps what it knew of it.
    expected: () => expectedOfWoo(shop).filter(({ status }) => status !== 'trash'),
  };
}
