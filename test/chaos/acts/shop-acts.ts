import { seededRandom } from '../../../simulators/catalogue/random';
import type { ChaosShop } from '../shops/chaos-shop';
import type { Acts } from './acts';

/** A shop that shrinks to nothing has nothing to go wrong any more. */
const FEWEST_PRODUCTS = 60;

const shopAt = (shops: ChaosShop[], place: number) => shops[place] as ChaosShop;

/** What merchants, their customers and their servers do. */
export const shopActs: Pick<Acts, 'edit' | 'mass_edit' | 'fault' | 'calm'> = {
  async edit({ shops }, { shop, edits }) {
    const at = shopAt(shops, shop);
    const done = edits.filter((edit) => (edit.what !== 'remove' || mayShrink(at)) && at.edit(edit));
    return done.length > 0;
  },
  async mass_edit({ shops }, { shop, what, share, value }) {
    const at = shopAt(shops, shop);
    if (what === 'remove' && !mayShrink(at)) return false;
    const random = seededRandom(value);
    const count = Math.floor(at.ids().length * share);
    for (let done = 0; done < count; done++) at.edit({ what, where: random.next(), value: random.int(1, 900) });
    return true;
  },
  async fault({ shops }, { shop, ...fault }) {
    shopAt(shops, shop).fault(fault);
    return true;
  },
  async calm({ shops }, { shop }) {
    shopAt(shops, shop).calm();
    return true;
  },
};

const mayShrink = (shop: ChaosShop) => shop.ids().length > FEWEST_PRODUCTS;
