import type { Failure } from '../failure';
import { runWords, seconds } from '../played-run';
import { isOver } from '../scene';
import { heldByWooCommerce } from '../shown-product';

const PRODUCTS = 330;
const LAST_PAGE = 'offset=294&';

/** What the last page would have carried was read by no run: were absence a proof, it would be deactivated. */
export const lastPage: Failure = {
  title: 'Errors on the last page',
  async play(scene, act) {
    const { shop, store } = await scene.wooCommerce({ products: PRODUCTS });
    await scene.sync(store);
    const before = (await scene.products(store)).filter(({ is_active }) => is_active).length;
    shop.faults.add({ path: LAST_PAGE, answer: { html: 500 } });
    act.store('the last of 4 pages answers 500, whoever asks and however often');
    const asked = shop.requestLog.length;

    const runId = await scene.start(store);
    const waiting = await scene.when(runId, ({ phase }) => phase === 'waiting_to_retry');
    const refused = shop.requestLog.slice(asked).filter(({ path }) => path.includes(LAST_PAGE)).length;
    const during = (await scene.products(store)).filter(({ is_active }) => is_active).length;
    act.service(
      `asked for that page ${refused} times in ${seconds(waiting.duration_ms ?? 0)}, then waits: ${waiting.error?.type}`,
    );
    act.proof(
      `0 deactivated: ${during} of ${before} stay active, and the run does not say completed`,
      during === before && waiting.products.deactivated === 0 && waiting.status === 'running',
    );

    shop.faults.clear();
    act.store('then the store is mended, and a sync asked for by hand ends the wait');
    const askedAgain = shop.requestLog.length;
    const sameRun = await scene.start(store);
    const run = await scene.when(runId, isOver);
    act.service(`the same run ${runWords(run)}`);
    const readAgain = shop.requestLog.slice(askedAgain).filter(({ path }) => path.includes('offset=0&')).length;
    act.proof(
      'it went on at that page: none of the first three was read again',
      sameRun === runId && run.status === 'completed' && readAgain === 0,
    );
    await scene.proveEqual(act, store, heldByWooCommerce(shop));
  },
};
