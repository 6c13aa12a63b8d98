import { createHmac } from 'node:crypto';
import { LOOK_AFTER_WEBHOOKS_ID } from '../../../src/model/workflow-ids';
import type { ChaosShop } from '../shops/chaos-shop';
import { ageHints } from '../world/age-hints';
import type { Acts } from './acts';
import { storeAt } from './trigger-acts';

/** Too many of them in a minute are answered so. */
const REFUSED = [401, 429];

/** What becomes of deliveries on their way, and who looks after what became of them. */
export const webhookActs: Pick<Acts, 'deliveries' | 'forge' | 'look_after_webhooks'> = {
  async deliveries({ shops }, { shop, how, times }) {
    return (shops[shop] as ChaosShop).deliveries.befall(how, times);
  },
  async forge(world, { store, signed }) {
    const { platform, id, shop } = storeAt(world, store);
    const body = JSON.stringify({ id: Number(shop.ids()[0] ?? 1) });
    const signature = createHmac('sha256', 'a secret of somebody else').update(body).digest('base64');
    const { status } = await fetch(`${world.programs.apiUrl}/webhooks/${platform}/${id}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-wc-webhook-topic': 'product.deleted',
        'x-shopify-topic': 'products/delete',
        'x-shopify-shop-domain': shop.name,
        ...(signed && { 'x-wc-webhook-signature': signature, 'x-shopify-hmac-sha256': signature }),
      },
      body,
    });
    if (status < 500 && !REFUSED.includes(status)) throw new Error(`a wrongly signed delivery was answered ${status}`);
    return REFUSED.includes(status);
  },
  async look_after_webhooks(world) {
    await ageHints(world);
    await world.temporal.ask((client) => client.schedule.getHandle(LOOK_AFTER_WEBHOOKS_ID).trigger());
    return true;
  },
};
