import { randomUUID } from 'node:crypto';
import type { ReadDelivery } from '../../platforms/webhooks';
import type { Delivery } from '../../stores/webhooks/deliveries';

type NoHint = Exclude<ReadDelivery, { kind: 'hint' }>;

/** What people read of deliveries that name no product. */
const SETTLED: { readonly [Kind in NoHint['kind']]: (told: Extract<NoHint, { kind: Kind }>) => Settled } = {
  uninstalled: () => ignored('The shop says that the app was uninstalled: it is asked before anything is made of that'),
  access_changed: () => ignored('What the app may read has changed: its webhooks are looked at'),
  bulk_finished: ({ externalId }) => ignored(`A file is ready (${externalId}): a run that waits for it is told`),
  nothing: ({ reason }) => ignored(reason),
  broken: ({ reason }) => ({ state: 'failed', reason }),
};

type Settled = Pick<Delivery, 'state' | 'reason'>;

const ignored = (reason: string): Settled => ({ state: 'ignored', reason });

/** A delivery as the inbox keeps it: a hint is pending, everything else is settled as it comes, and says why. */
export function inboxRowOf(told: ReadDelivery): Delivery {
  if (told.kind === 'hint') {
    const { kind: _, ...hint } = told;
    return { ...hint, state: 'pending', reason: null };
  }
  return {
    ...{ topic: told.topic, news: 'changed', subject: 'unknown', externalIds: [], datedAt: null },
    deduplicationKey: randomUUID(), // only pending ones are held against each other
    ...settled(told),
  };
}

function settled<Kind extends NoHint['kind']>(told: Extract<NoHint, { kind: Kind }>): Settled {
  return SETTLED[told.kind as Kind](told);
}
