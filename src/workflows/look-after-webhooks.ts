import { rootCause } from '@temporalio/common';
import {
  type ActivityFunctionWithOptions,
  ApplicationFailure,
  isCancellation,
  patched,
  proxyActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import type { WebhooksLook, WebhooksLookInput } from '../model/webhooks/webhooks-look';
import { named } from './named';
import { MINUTE_LOOKS, WEBHOOKS_LOOK } from './retry-policies';

const { lookAfterHints, lookAfterRegistrations, takeSamples, lookAfterDeliveries } =
  proxyActivities<
    Pick<Activities, 'lookAfterHints' | 'lookAfterRegistrations' | 'takeSamples' | 'lookAfterDeliveries'>
  >(MINUTE_LOOKS);

type Look<Part extends keyof WebhooksLook> = (input: WebhooksLookInput) => Promise<WebhooksLook[Part]>;

/**
 * Looks each minute at what stores told and nobody took up, because a doorbell was lost, a worker died or Temporal was away,
 * and after the webhooks that make them tell; likewise at events that no endpoint was told of.
 * Each part is a step for itself: one that hangs or fails holds up no other, and the history has a few events however
 * many stores there are.
 */
export async function LookAfterWebhooksWorkflow(): Promise<Partial<WebhooksLook>> {
  const came: Partial<WebhooksLook> = {};
  const failures: string[] = [];

  async function look<Part extends keyof WebhooksLook>(part: Part, work: ActivityFunctionWithOptions<Look<Part>>) {
    try {
      came[part] = await named(part, work)({ forMs: WEBHOOKS_LOOK.forMs });
    } catch (error) {
      if (isCancellation(error)) throw error;
      failures.push(`${part}: ${rootCause(error) ?? 'no reason was told'}`);
    }
  }

  await Promise.all([
    look('hints', lookAfterHints),
    look('registrations', lookAfterRegistrations),
    look('samples', takeSamples),
    ...(patched('deliveries') ? [look('deliveries', lookAfterDeliveries)] : []),
  ]);
  if (failures.length > 0) {
    const message = `Not all was looked after; the next look goes on with it (${failures.join('; ')})`;
    throw ApplicationFailure.nonRetryable(message, 'webhooks_left', came);
  }
  return came;
}
