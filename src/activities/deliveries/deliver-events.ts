import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { cancellationSignal } from '@temporalio/activity';
import type { DeliverEventsInput, DeliveredEvents } from '../../model/events/event';
import {
  type ClaimedDelivery,
  claimDeliveries,
  nextTryIn,
  type OpenEndpoint,
} from '../../outgoing/deliveries/claim-deliveries';
import { noteOutcome } from '../../outgoing/deliveries/note-outcome';
import { sendEvent } from '../../outgoing/deliveries/send-event';
import type { ReceiverOutcome } from '../../platforms/http/post-to-receiver';
import { faultPoint } from '../../process/fault-points';
import type { GivenDependencies } from '../dependencies';
import { signingSecrets } from './signing-secrets';

/** Of an endpoint: one that hangs keeps the others of its places free. */
const AT_ONCE = 10;

/** Nothing is claimed behind it: what is in hand then takes 15 s at most. */
const CLAIMS_FOR_MS = 30_000;

/** What became due while some are in hand is looked for so often. */
const LOOKS_EVERY_MS = 1_000;

/**
 * Sends an endpoint what is due for it, many rows an activity. It may be stopped anywhere and repeated: what was sent and
 * not noted is sent once more under the same id.
 */
export const deliverEvents = ({ database, sealer, surroundings, logger }: GivenDependencies) =>
  async function deliverEvents({ tenantId, endpointId }: DeliverEventsInput): Promise<DeliveredEvents> {
    const signal = cancellationSignal();
    const attempt = randomUUID();
    const inHand = new Set<Promise<void>>();
    const failures: unknown[] = [];
    const endsAt = performance.now() + CLAIMS_FOR_MS;

    const claim = () =>
      database.withTenant(tenantId, (sql) =>
        claimDeliveries(sql, { endpointId, attempt, most: AT_ONCE - inHand.size, isBusy: inHand.size > 0 }),
      );

    async function deliver(endpoint: OpenEndpoint, delivery: ClaimedDelivery): Promise<void> {
      const secrets = signingSecrets(sealer, endpoint);
      const outcome: ReceiverOutcome =
        typeof secrets === 'string'
          ? { kind: 'unreached', problem: secrets, ms: 0 }
          : await sendEvent(endpoint, delivery, { secrets, surroundings, signal });
      faultPoint('event-sent');
      const { id, tries } = delivery;
      const became = await database.withTenant(tenantId, (sql) =>
        noteOutcome(sql, { endpointId, id, attempt, tries, outcome }),
      );
      faultPoint('event-noted');
      if (became === 'paused') {
        logger.warn(
          { tenant_id: tenantId, endpoint_id: endpointId },
          'an event endpoint took nothing for 5 days and is paused',
        );
      }
    }

    for (;;) {
      signal.throwIfAborted();
      if (failures.length > 0) throw failures[0];
      const claimed = performance.now() < endsAt && inHand.size < AT_ONCE ? await claim() : null;
      if (claimed?.kind === 'claimed') {
        for (const delivery of claimed.deliveries) {
          const delivering = deliver(claimed.endpoint, delivery)
            .catch((error: unknown) => void failures.push(error))
            .finally(() => inHand.delete(delivering));
          inHand.add(delivering);
        }
      }
      if (inHand.size === 0 && failures.length === 0) break;
      await Promise.race([...inHand, wait(LOOKS_EVERY_MS)]);
    }
    return { againInMs: await database.withTenant(tenantId, (sql) => nextTryIn(sql, endpointId)) };
  };
