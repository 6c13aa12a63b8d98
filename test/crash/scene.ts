import type { Store } from '../../src/stores/store';
import type { ComparedProduct } from '../support/compared';
import { expectedOfShopify } from '../support/shopify-oracle';
import type { SyncWorld } from '../support/sync-world';
import { expectedOfWoo } from '../support/woo-oracle';

/** A store that was synced before, and in which some products then went and one changed. */
export interface Scene {
  store: Store;
  /** External ids, sorted. */
  gone: string[];
  edited: string;
  /** Absent: none. */
  added?: string[];
  /** Absent: a run of it does. */
  movesWatermark?: boolean;
  /** Makes the store change, and slow enough for a run to have a middle. */
  change(): void;
  /** What it was asked since it was added, as far as paths tell. */
  asked(): string[];
  /** What the catalogue must hold of it, what is gone aside. */
  truth(): ComparedProduct[];
}

/**
 * Of simple products, in a WooCommerce without a list of variations: a page is one request. The first batch is one page,
 * the others take two in 400 ms.
 */
export async function wooScene(
  world: SyncWorld,
  { products = 450, slow = { delayMs: 220 } }: { products?: number; slow?: { delayMs: number } } = {},
): Promise<Scene> {
  const { shop, store } = await world.wooCommerce({ products, variableShare: 0, version: '9.9.5' });
  const { gone, edited } = pickFrom([...shop.products.keys()]);
  return {
    store,
    gone,
    edited,
    change() {
      for (const id of gone) shop.remove(id);
      shop.patch(edited, { regular_price: '77.10', price: '77.10' });
      shop.faults.add({ path: 'offset=', answer: slow });
    },
    asked: () => shop.requestLog.map(({ path }) => path),
    truth: () => expectedOfWoo(shop),
  };
}

/** For a sync of what changed: some products were saved without a change, some are in the bin, one has another price. */
export async function changesScene(world: SyncWorld): Promise<Scene & { hasAskedForBin(): boolean }> {
  const { shop, store } = await world.wooCommerce({ products: 450, variableShare: 0, version: '9.9.5' });
  const ids = [...shop.products.keys()];
  const { gone, edited } = pickFrom(ids);
  return {
    store,
    gone,
    edited,
    change() {
      for (const id of gone) shop.trash(id);
      for (const id of ids.slice(gone.length)) shop.patch(id, {});
      shop.patch(edited, { regular_price: '77.10', price: '77.10' });
      shop.faults.add({ path: 'offset=', answer: { delayMs: 220 } });
      shop.faults.add({ path: 'status=trash', answer: { delayMs: 1_000 } });
    },
    hasAskedForBin: () => shop.requestLog.some(({ path }) => path.includes('status=trash') && path.includes('offset=')),
    // The walk over the bin begins anew each time: there are few in it.
    asked: () => shop.requestLog.map(({ path }) => path).filter((path) => !path.includes('status=trash')),
    truth: () => expectedOfWoo(shop).filter(({ status }) => status !== 'trash'),
  };
}

/** Long enough for the tests’ Temporal to suggest a continue-as-new, which it does after some ten batches. */
export const longScene = (world: SyncWorld): Promise<Scene> =>
  wooScene(world, { products: 1_450, slow: { delayMs: 410 } });

/** One group of fields changes, and a product comes that has to be read whole. A page holds a quarter of them. */
export async function leanScene(world: SyncWorld): Promise<Scene> {
  const { shop, store } = await world.shopify({ products: 400 });
  const [pattern] = shop.products.values();
  if (pattern === undefined) throw new Error('the store has no products');
  const { edited } = pickFrom([...shop.products.keys()]);
  const added = '900';
  return {
    store,
    gone: [],
    edited,
    added: [added],
    movesWatermark: false,
    change() {
      for (const { id } of shop.products.get(edited)?.variants ?? []) shop.patchVariant(id, { price: '77.10' });
      const variants = pattern.variants.map((each, index) => ({ ...each, id: `90${index}`, productId: added }));
      shop.put({ ...pattern, id: added, handle: 'added', variants });
      shop.faults.add({ match: 'products(', answer: { delayMs: 220 } });
    },
    asked: () => shop.requestLog.map(({ path }) => path),
    truth: () => expectedOfShopify(shop),
  };
}

const CLIENT = { client_id: 'client-1', client_secret: 'shpss_secret' };

/** Its tokens are refused after the change: the run has to get another one. */
export async function expiringScene(world: SyncWorld): Promise<Scene> {
  const { shop } = await world.shopify({
    products: 120,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
  });
  const store = await world.connect('shopify', { shop_domain: shop.domain, ...CLIENT });
  const active = [...shop.products.values()].flatMap(({ id, status }) => (status === 'ACTIVE' ? [id] : []));
  const { gone, edited } = pickFrom(active);
  return {
    store,
    gone,
    edited,
    change() {
      for (const id of gone) shop.remove(id);
      shop.patch(edited, { title: 'Edited' });
      shop.tokens.revoke();
    },
    asked: () => shop.requestLog.map(({ path }) => path),
    truth: () => expectedOfShopify(shop),
  };
}

function pickFrom(ids: readonly string[]): { gone: string[]; edited: string } {
  const edited = ids.at(-1);
  if (edited === undefined) throw new Error('the store has no products');
  return { gone: ids.slice(0, 8).toSorted(), edited };
}
