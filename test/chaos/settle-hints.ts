import { reconnect, untilQuiet } from './settle';
import { adminQuery } from './world/admin-query';
import { ageHints } from './world/age-hints';
import { ask } from './world/ask';
import { lookAfterWebhooks } from './world/look-after-webhooks';
import type { ChaosWorld } from './world/start-world';

/** One frees and rings; a hint may be put off three times. */
const MOST_LOOKS = 6;

/** Has the shops deliver what they have, and all of it worked off; then they tell nothing more. */
export async function settleHints(world: ChaosWorld): Promise<void> {
  const { shops, stores, temporal } = world;
  // What a store was held for refusing us is taken up again by that.
  for (const store of stores) await reconnect(store);
  for (const { deliveries } of shops) await deliveries.deliverAll();
  for (let looks = 0; looks < MOST_LOOKS && (looks === 0 || (await someWait(world))); looks++) {
    await putOffNoLonger(world);
    await ageHints(world);
    await ask(() => lookAfterWebhooks(temporal));
    await untilQuiet(world);
  }
  for (const { deliveries } of shops) deliveries.silence();
}

async function someWait({ programs }: ChaosWorld): Promise<boolean> {
  const rows = await adminQuery(
    programs,
    "select from webhook_events where state = 'pending' and held_by is distinct from 'brake' limit 1",
  );
  return rows.length > 0;
}

/** Up to five minutes else. */
async function putOffNoLonger({ programs }: ChaosWorld): Promise<void> {
  await adminQuery(programs, 'update webhook_events set read_again_at = now() where read_again_at > now()');
  await adminQuery(
    programs,
    `update store_webhooks webhooks set hints_since = coalesce(hints_since, now())
      where exists (select from webhook_events hint
                     where hint.tenant_id = webhooks.tenant_id and hint.store_id = webhooks.store_id
                       and hint.state = 'pending' and hint.read_again_at is not null)`,
  );
}
