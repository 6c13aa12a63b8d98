import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type ApiClient, asOperator } from './api-client';
import type { ConnectedDemo, DemoOptions } from './connect-demo';

const Store = z.object({ webhooks: z.object({ state: z.string() }) });

/** The schedule's own look comes within a minute, and tells the rest. */
const TRIES = 3;
const LOOKS_PER_TRY = 10;
const LOOK_EVERY_MS = 300;

/**
 * Has the stores' webhooks registered now and not at the next minute, so that whoever watches sees changes at once. A trigger is
 * left out by Temporal while a look is under way, which may have begun before the stores were connected: hence the tries.
 */
export async function registerWebhooks(
  { api, stores }: Pick<ConnectedDemo, 'api' | 'stores'>,
  { apiUrl, operatorKey }: Pick<DemoOptions, 'apiUrl' | 'operatorKey'>,
  signal: AbortSignal,
): Promise<void> {
  const operator = asOperator(apiUrl, operatorKey);
  for (let tries = 0; tries < TRIES; tries++) {
    await operator.post('/v1/schedules/look-after-webhooks/trigger', z.unknown());
    for (let looks = 0; looks < LOOKS_PER_TRY; looks++) {
      await sleep(LOOK_EVERY_MS, undefined, { signal });
      if (await areRegistered(api, stores)) return;
    }
  }
}

async function areRegistered(api: ApiClient, stores: ConnectedDemo['stores']): Promise<boolean> {
  const states = await Promise.all(stores.map(({ id }) => api.get(`/v1/stores/${id}`, Store)));
  return states.every(({ webhooks }) => webhooks.state === 'registered');
}
