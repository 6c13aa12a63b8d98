import { z } from 'zod';
import type { StoreProblem } from '../../../src/platforms/problem';
import { NAME_LENGTH, type StoreFacts } from '../../../src/platforms/store-platform';
import type { ShopApi } from './shop-api';

const Shop = z.object({
  id: z.string(),
  name: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  products: z.int(),
});

/** A run reads these anew at its start and its end: what the listing must see at least is judged by them. */
export async function describeShop(api: ShopApi, signal: AbortSignal): Promise<StoreFacts | StoreProblem> {
  const shop = await api.get('', Shop, signal);
  if (shop.kind !== 'read') return shop;
  const { value, answer } = shop;
  const { id, name, currency, products } = value;
  return {
    kind: 'facts',
    name: answer.quote(name, NAME_LENGTH),
    currency,
    productCount: products,
    variantCount: null,
    identity: id,
    storeTime: answer.date ?? new Date().toISOString(),
    abilities: {},
  };
}
