import { adminQuery } from './admin-query';
import type { ChaosWorld } from './start-world';

/** As if what waits, or is claimed, did so for longer than a look leaves alone: a chaos is shorter than that. */
export async function ageHints({ programs }: Pick<ChaosWorld, 'programs'>): Promise<void> {
  await adminQuery(programs, "update store_webhooks set hints_since = hints_since - interval '1 minute'");
  await adminQuery(
    programs,
    "update webhook_events set claimed_at = claimed_at - interval '2 minutes' where claimed_by is not null",
  );
}
