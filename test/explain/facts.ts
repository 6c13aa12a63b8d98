import type { ProductFacts } from '../../src/explain/facts/product-facts';
import type { StoreFacts } from '../../src/explain/facts/store-facts';

export const RUN = '11111111-1111-4111-8111-111111111111';
const STORE = '22222222-2222-4222-8222-222222222222';
export const MORNING = new Date('2026-11-20T09:00:00Z');
export const NOON = new Date('2026-11-20T12:00:00Z');

type Store = StoreFacts['store'];

export function storeFacts({
  store = {},
  ...more
}: { store?: Partial<Store> } & Partial<Omit<StoreFacts, 'store'>> = {}) {
  const known = { id: STORE, platform: 'woocommerce', status: 'active', hold: { forMs: 0, why: null }, ...store };
  return {
    store: known as Store,
    read_at: MORNING,
    read_run: RUN,
    last_checked_at: null,
    last_full: null,
    ...more,
  };
}

/** Of an active product of which nothing is known but that it came. */
export function productFacts({
  product = {},
  store = storeFacts(),
  ...more
}: { product?: Partial<ProductFacts['product']> } & Partial<Omit<ProductFacts, 'product'>> = {}): ProductFacts {
  const known = {
    id: '33333333-3333-4333-8333-333333333333',
    store_id: STORE,
    external_id: '101',
    title: 'Blue shirt',
    is_active: true,
    status: 'publish',
    first_seen_at: MORNING,
    deactivated_at: null,
    deactivation: null,
    metadata: {},
    doubts: [],
    ...product,
  };
  return {
    product: known as unknown as ProductFacts['product'],
    since: MORNING,
    last_look: null,
    last_lean_look: null,
    last_changes: [],
    hints: { count: 0, items: [] },
    set_aside: null,
    missed: null,
    store,
    ...more,
  };
}
