import type { Platform } from '../../model/platform';
import type { HintHold } from '../../model/webhooks/hints';
import type { ProductFacts } from '../facts/product-facts';
import type { SetAside } from '../facts/set-aside';
import type { StoreFacts } from '../facts/store-facts';
import type { LiveDifference } from '../live/differences';
import { said } from './say';

/** What makes it right: the first that fits. */
const STEPS: readonly ((facts: ProductFacts) => string | null)[] = [
  ({ store }) => stepOfStore(store),
  ({ set_aside }) => set_aside && stepOfSetAside(set_aside),
  stepOfHeld,
  stepOfHints,
  stepOfInactive,
  stepOfMissed,
];

export function nextStepOf(facts: ProductFacts): string {
  for (const step of STEPS) {
    const words = step(facts);
    if (words !== null) return words;
  }
  const { store_id, external_id } = facts.product;
  return `Nothing has to be done. Where the shop shows something else, GET /v1/catalog/explain?store_id=${store_id}&q=${encodeURIComponent(external_id)} asks it what it has now.`;
}

/** Until then nothing else helps. */
export function stepOfStore({ store: { id, status, platform }, read_at }: StoreFacts): string | null {
  switch (status) {
    case 'disconnected':
      return 'Connect the store again: POST /v1/stores.';
    case 'needs_attention':
      return `Mend the store first: GET /v1/stores/${id} says what is wrong with it. Then ${sync(platform, id)}.`;
    case 'paused':
      return `Resume the store: PATCH /v1/stores/${id} {"status": "active"}, or read it once: ${sync(platform, id)}.`;
    case 'active':
      return read_at === null ? `Read the store: ${sync(platform, id)}.` : null;
  }
}

export const sync = (platform: Platform, storeId: string, mode?: 'incremental'): string =>
  `POST /v1/catalog/sync/${platform} {"store_id": "${storeId}"${mode === undefined ? '' : `, "mode": "${mode}"`}}`;

export const stepOfSetAside = ({ store_id, external_id, path }: SetAside): string =>
  `Mend it in the shop${path === '' ? '' : ` (${said(path)} of the product)`}; the next run that reads it takes it up, or at once: POST /v1/stores/${store_id}/rejected/retry {"external_ids": [${JSON.stringify(external_id)}]}.`;

function stepOfHeld({ product: { doubts }, missed }: ProductFacts): string | null {
  if (!doubts.some(({ type }) => type === 'held_by_brake')) return null;
  if (missed?.run_status !== 'awaiting_approval') return 'Nothing: the next full run looks again, and asks again.';
  return `Decide: POST /v1/sync-runs/${missed.run_id}/approve switches it off with the others, …/reject leaves them as they are. GET /v1/sync-runs/${missed.run_id}/missing lists them.`;
}

const HELD: Record<HintHold, string> = {
  brake: 'Wait for the full run that was brought forward, or decide what it asks.',
  credentials: 'Connect the store again with credentials that it takes: POST /v1/stores.',
  storm: 'Wait for the incremental run that reads all the news at once.',
};

function stepOfHints({ hints: { items } }: ProductFacts): string | null {
  const [oldest] = items;
  if (oldest === undefined) return null;
  return oldest.held_by ? HELD[oldest.held_by] : 'Wait some seconds and ask again: the news is read by itself.';
}

function stepOfInactive({ product, store: { store } }: ProductFacts): string | null {
  if (product.is_active) return null;
  const then = `the next sync switches it on: ${sync(store.platform, store.id, 'incremental')}`;
  if (product.status === 'future') return `Nothing: once its time has come, ${then}.`;
  switch (product.deactivation?.evidence.kind) {
    case 'trashed':
      return `Nothing, if it is to be gone. Else take it out of the bin in the shop and publish it; ${then}.`;
    case 'not_found':
      return 'Nothing, if it is to be gone. The shop has no such product any more: one that is made anew has another id, and comes with the next sync.';
    default:
      return `Nothing, if it is to be hidden. Else publish it in the shop; ${then}.`;
  }
}

function stepOfMissed({ missed, product, store: { store } }: ProductFacts): string | null {
  if (missed === null || (missed.state !== 'unclear' && missed.state !== 'suspect')) return null;
  return product.is_active ? `Have the store asked again: ${sync(store.platform, store.id)}.` : null;
}

/** Where the store says something else just now. */
export function stepOfDifferences({ store }: StoreFacts, differences: readonly LiveDifference[]): string | null {
  if (differences.length === 0) return null;
  return `Read what changed: ${sync(store.platform, store.id, 'incremental')}. If that does not bring it, its date in the shop does not tell of the change: ${sync(store.platform, store.id)}.`;
}
