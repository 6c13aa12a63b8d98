import type { Failure } from '../failure';
import { runWords } from '../played-run';
import { heldByWooCommerce } from '../shown-product';

const PAGE_7 = 'offset=588&';

/** One try asks for 100, 50 and 20 products, as hosts without memory answer HTML too: so two tries fail. */
const TIMES = 6;

const LOGIN_PAGE = {
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=UTF-8' },
  body: '<!DOCTYPE html><html><head><title>Just a moment ...</title></head><body>Checking your browser</body></html>',
};

/** The worst kind: HTTP 200, so that only the content tells that it is no answer. */
export const htmlPage: Failure = {
  title: 'HTML on page 7',
  async play(scene, act) {
    const { shop, store } = await scene.wooCommerce({ products: 760 });
    const first = await scene.sync(store);
    shop.faults.add({ path: PAGE_7, times: TIMES, answer: LOGIN_PAGE });
    act.store(`page 7 of 8 is a web page, "Just a moment ...", with HTTP 200, ${TIMES} times in a row`);
    const asked = shop.requestLog.length;

    const run = await scene.sync(store);

    const forPage7 = shop.requestLog.slice(asked).filter(({ path }) => path.includes(PAGE_7));
    act.service(`asked for that page ${forPage7.length} times, by 100, 50 and 20 products, until it was JSON again`);
    act.service(runWords(run));
    await scene.proveEqual(act, store, heldByWooCommerce(shop));
    act.proof(
      '0 deactivated, 0 rejected, 0 written: nothing was taken from the page',
      run.status === 'completed' &&
        run.products.unchanged === first.products.created &&
        run.products.deactivated + run.products.rejected + run.products.updated === 0,
    );
    act.proof('completed only when the listing was read whole', forPage7.length > TIMES && run.products.seen === 760);
  },
};
