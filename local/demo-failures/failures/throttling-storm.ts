import type { Failure } from '../failure';
import { runWords } from '../played-run';
import { heldByShopify, heldByWooCommerce } from '../shown-product';

const RETRY_AFTER_SECONDS = 1;
const REFUSED = { woocommerce: 4, shopify: 6 } as const;

/** Both stores at once: each is waited for as it asked, and neither wait is counted as a failed try. */
export const throttlingStorm: Failure = {
  title: 'A storm of 429 and THROTTLED',
  async play(scene, act) {
    const [woo, shopify] = await Promise.all([
      scene.wooCommerce({ products: 300 }),
      scene.shopify({ products: 250, bucket: { maximum: 2_000, restoreRate: 500 } }),
    ]);
    woo.shop.faults.add({
      path: 'offset=98&',
      times: REFUSED.woocommerce,
      answer: { status: 429, headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) }, body: '' },
    });
    shopify.shop.faults.add({ match: 'query ProductsPage', times: REFUSED.shopify, answer: { throttled: true } });
    act.store(`WooCommerce answers 429 with Retry-After: 1 to page 2, ${REFUSED.woocommerce} times in a row`);
    act.store(`Shopify answers THROTTLED (with HTTP 200) to its listing, ${REFUSED.shopify} times in a row`);

    const [wooRun, shopifyRun] = await Promise.all([scene.sync(woo.store), scene.sync(shopify.store)]);

    act.service(`WooCommerce ${runWords(wooRun)}`);
    act.service(`Shopify ${runWords(shopifyRun)}`);
    await scene.proveEqual(act, woo.store, heldByWooCommerce(woo.shop), 'WooCommerce: ');
    await scene.proveEqual(act, shopify.store, heldByShopify(shopify.shop), 'Shopify: ');
    const waitedMs = REFUSED.woocommerce * RETRY_AFTER_SECONDS * 1_000;
    act.proof(
      'every wait was as long as the store asked for, and none was taken for a failure',
      [wooRun, shopifyRun].every(({ status, attempt, throttled_ms }) => {
        return status === 'completed' && attempt === 1 && throttled_ms > 0;
      }) && wooRun.throttled_ms >= waitedMs,
    );
  },
};
