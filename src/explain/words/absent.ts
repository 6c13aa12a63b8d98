import type { AbsentFacts } from '../facts/absent-facts';
import type { StoreSays } from '../live/ask-store';
import { stepOfSetAside, stepOfStore, sync } from './next-step';
import { at, cut, said } from './say';
import { wordsOfLastFull, wordsOfSetAside, wordsOfStore } from './sentences';

/** What is to be told of something that the catalogue does not have, in this order. */
const SENTENCES: readonly ((facts: AbsentFacts) => string | null)[] = [
  whatIsMissing,
  ({ set_aside: [aside] }) =>
    aside === undefined
      ? null
      : `${said(aside.title ?? aside.external_id)} (id ${cut(aside.external_id)}) is in the store and was never in the catalogue. ${wordsOfSetAside(aside)}`,
  ({ set_aside: { length } }) => (length > 1 ? `${length - 1} more that are set aside fit, too.` : null),
  hintsWaiting,
  whichStores,
  ({ store }) => store && wordsOfStore(store),
  ({ store }) => (store?.last_full ? wordsOfLastFull(store.last_full) : null),
];

export function sentencesOfAbsent(facts: AbsentFacts): string[] {
  return SENTENCES.flatMap((sentence) => sentence(facts) ?? []);
}

function whatIsMissing({ q, external_id, store, set_aside }: AbsentFacts): string {
  const where = store === null ? 'The catalogue' : 'The catalogue of this store';
  if (external_id === null) return `${where} has no product with the SKU, title or address ${said(q)}.`;
  const never =
    set_aside.length > 0 ? '' : '. It was never seen: products stay in the catalogue when they are gone, too';
  return `${where} has no product of the id ${cut(external_id)}, and no SKU or title like it${never}.`;
}

function hintsWaiting({ hints }: AbsentFacts): string | null {
  const [oldest] = hints?.items ?? [];
  return oldest === undefined
    ? null
    : `The store sent news about this id that is not read yet: ${said(oldest.topic)}, received at ${at(oldest.received_at)}.`;
}

function whichStores({ stores, store }: AbsentFacts): string | null {
  if (stores === 0) return 'No store is connected.';
  return store === null ? 'Several stores are connected, and it is not clear which of them is meant.' : null;
}

/** What brings it into the catalogue: the first that fits. */
export function nextStepOfAbsent(
  { stores, store, set_aside: [aside], hints, external_id }: AbsentFacts,
  says: StoreSays,
): string {
  if (stores === 0) return 'Connect the store: POST /v1/stores.';
  if (store === null) return 'Ask again with the store’s id: store_id=…; GET /v1/stores lists them.';
  const step = stepOfStore(store);
  if (step !== null) return step;
  if (aside !== undefined) return stepOfSetAside(aside);
  if ((hints?.count ?? 0) > 0) return 'Wait some seconds and ask again: the news is read by itself.';
  const { platform, id } = store.store;
  switch (says.kind) {
    case 'alive':
      return `Read the store: ${sync(platform, id, 'incremental')} brings what was made or changed lately, ${sync(platform, id)} everything.`;
    case 'gone':
      return says.evidence.kind === 'unpublished'
        ? `Publish it in the shop; the next sync brings it: ${sync(platform, id, 'incremental')}.`
        : 'Look in the shop for the right id: the store has no such product to bring.';
    default:
      return external_id === null
        ? 'Ask with the product’s id in the shop, for which the store can be asked.'
        : `Ask again in a moment, or read the store: ${sync(platform, id)}.`;
  }
}
