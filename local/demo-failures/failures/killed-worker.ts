import type { Failure } from '../failure';
import { runWords } from '../played-run';
import { isOver } from '../scene';
import { heldByWooCommerce } from '../shown-product';

const PRODUCTS = 900;

/** Products that a listing repeats of the one before. */
const OVERLAP = 2;

/** Up to 15 s pass until Temporal misses the heartbeats of what the killed worker had in hand. */
export const killedWorker: Failure = {
  title: 'The worker is killed in mid-catalogue',
  async play(scene, act) {
    const { shop, store } = await scene.wooCommerce({ products: PRODUCTS, variableShare: 0, pageTimeMs: 200 });
    const runId = await scene.start(store);
    const half = await scene.when(runId, ({ products }) => products.seen > PRODUCTS / 3);
    scene.killWorker();
    const asked = shop.requestLog.length;
    act.store(`nothing; kill -9 hits the only worker when ${half.products.seen} of ${PRODUCTS} products are merged`);

    const run = await scene.when(runId, isOver);

    act.service(runWords(run));
    await scene.proveEqual(act, store, heldByWooCommerce(shop));
    const offsets = shop.requestLog.slice(asked).flatMap(({ path }) => {
      const offset = /offset=(\d+)&/.exec(path)?.[1];
      return offset === undefined ? [] : [Number(offset)];
    });
    const first = Math.min(...offsets);
    act.proof(
      `the next worker went on at product ${first + 1}: no merged page was read again`,
      run.status === 'completed' && first >= half.products.seen - OVERLAP,
    );
    act.proof('each product was counted once', run.products.created === PRODUCTS && run.products.seen === PRODUCTS);
  },
};
