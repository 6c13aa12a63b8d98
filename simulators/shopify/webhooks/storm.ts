import type { ShopifyShop } from '../shop';
import type { ShopTimers } from '../timers';

/** So many changes, each told once to whoever subscribed to `products/update`, in turn about the first so many products. */
export type StormSize = { deliveries: number; products: number; perSecond: number };

/** How often the changes that are due are made: 200 a second come 2 at a time. */
const TICK_MS = 10;

/** Reprices products as an import does; over once every change is made, which its deliveries may outlast. */
export function blowStorm(
  { products, putVariant, domain }: Pick<ShopifyShop, 'products' | 'putVariant' | 'domain'>,
  size: StormSize,
  timers: ShopTimers,
): Promise<void> {
  const chosen = [...products.values()].filter(({ variants }) => variants.length > 0).slice(0, size.products);
  if (chosen.length < size.products) throw new Error(`shop ${domain} has ${chosen.length} products to change`);
  const startedAt = performance.now();
  let made = 0;

  return new Promise((resolve) => {
    const go = () => {
      const due = Math.floor(((performance.now() - startedAt) / 1_000) * size.perSecond) + 1;
      for (; made < Math.min(due, size.deliveries); made++) {
        const id = chosen[made % chosen.length]?.id ?? '';
        const [variant] = products.get(id)?.variants ?? [];
        // One that was deleted meanwhile has no price to change.
        if (variant) putVariant({ ...variant, price: `${made + 1}.00` });
      }
      if (made === size.deliveries) resolve();
      else timers.after(TICK_MS, go);
    };
    go();
  });
}
