import type { WebhookTopic } from '../../model/webhooks/webhook-states';
import { isProblem } from '../../platforms/problem';
import type { WebhookRegistrar } from '../../platforms/webhooks';
import { isSameAddress } from './plan-registration';

export interface Removal {
  removed: number;
  /** Why some are left, for people; null: none is. */
  left: string | null;
  /** Whether to ask again may help. */
  isForNow: boolean;
}

/** Takes away what sends to one of our addresses, or is known as ours. Requests go out as the platform allows. */
export async function removeOurs(
  registrar: WebhookRegistrar,
  { addresses, known }: { addresses: readonly string[]; known: readonly WebhookTopic[] },
  signal: AbortSignal,
): Promise<Removal> {
  const listed = await registrar.list(signal);
  if (listed.kind !== 'listed') return { removed: 0, left: listed.detail, isForNow: isProblem(listed) };
  const ours = listed.webhooks.filter(
    ({ externalId, deliveryUrl }) =>
      known.some((each) => each.external_id === externalId) ||
      addresses.some((address) => isSameAddress(address, deliveryUrl)),
  );
  const came = await Promise.all(ours.map(({ externalId }) => registrar.remove({ externalId, signal })));
  const failed = came.find((each) => each.kind !== 'removed');
  return {
    removed: came.filter(({ kind }) => kind === 'removed').length,
    left: failed === undefined ? null : failed.detail,
    isForNow: failed !== undefined && isProblem(failed),
  };
}
