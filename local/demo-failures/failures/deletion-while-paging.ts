import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { Failure } from '../failure';
import { runWords } from '../played-run';

const PRODUCTS = 600;
const BEHIND = 8;
const AHEAD = 5;

/** A plain reader of pages loses a product for every one that is deleted behind it, and takes it for gone. */
export const deletionWhilePaging: Failure = {
  title: 'Products are deleted while the pages are read',
  async play(scene, act) {
    const { shop, store } = await scene.wooCommerce({ products: PRODUCTS, variableShare: 0 });
    await scene.sync(store);
    const ids = [...shop.products.values()].flatMap(({ id, status }) => (status === 'publish' ? [String(id)] : []));
    const [behind, ahead] = [ids.slice(10, 10 + BEHIND), ids.slice(-10, -10 + AHEAD)];
    shop.faults.add({
      path: 'offset=294&',
      times: 1,
      change: (from) => {
        for (const id of [...behind, ...ahead]) from.remove(id);
      },
    });
    act.store(`at the request for page 4, ${BEHIND} products of page 1 are deleted, so that all others move up,`);
    act.store(`and ${AHEAD} of the last page, which is still to come`);

    const run = await scene.sync(store);
    const alive = new Set(shop.products.keys());
    const lost = (await scene.products(store)).filter((each) => alive.has(each.external_id) && !isAsHeld(shop, each));
    const next = await scene.sync(store);

    act.service(runWords(run));
    act.service(`the next sync ${runWords(next)}`);
    act.proof(`no product that the store still has was missed or deactivated`, lost.length === 0);
    const gone = (await scene.products(store)).filter(({ external_id }) => !alive.has(external_id));
    const byWord = gone.filter(({ is_active, deactivation }) => {
      return (
        !is_active && deactivation?.evidence.kind === 'not_found' && deactivation.evidence.source === 'confirmation'
      );
    });
    act.proof(
      `the ${byWord.length} deleted ones were deactivated on the store's 404 for their very id, ` +
        `${run.products.deactivated} at once, ${next.products.deactivated} by the next sync`,
      byWord.length === BEHIND + AHEAD && run.products.deactivated >= AHEAD,
    );
    act.proof(
      `both syncs say completed, the next one read ${next.products.seen} products`,
      [run, next].every(({ status }) => status === 'completed') && next.products.seen === alive.size,
    );
  },
};

function isAsHeld(shop: WooShop, { external_id, is_active }: { external_id: string; is_active: boolean }): boolean {
  return is_active === (shop.products.get(external_id)?.status === 'publish');
}
