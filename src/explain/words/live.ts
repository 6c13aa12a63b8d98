import type { CatalogProduct } from '../../catalog/reading/product-rows';
import type { StoreSays, WhyNot } from '../live/ask-store';
import type { LiveDifference } from '../live/differences';
import { at, cut, said } from './say';
import { valueWords, wordsOfGone } from './sentences';

const WHY_NOT: Record<WhyNot, string> = {
  asked_lately: 'it was asked a few seconds ago: ask again in a moment',
  store_asks_for_time: 'it wants to be left alone for a while',
  needs_attention: 'it needs attention first',
  disconnected: 'it is disconnected',
  no_id: 'it can be asked for ids only',
  no_store: 'several stores are connected: name one with store_id',
};

const NO_ANSWER: Record<Extract<StoreSays, { kind: 'no_answer' }>['problem'], string> = {
  throttled: 'it asked for time',
  unavailable: 'it did not answer',
  unreadable: 'its answer was none of the shop’s',
  credentials_rejected: 'it does not take our credentials any more',
  forbidden: 'our credentials may not read products',
  not_found: 'there is no shop at its address',
  frozen: 'the shop is frozen or locked',
  not_supported: 'the shop’s software cannot be read',
  address_refused: 'its address is not allowed',
  too_slow: 'it did not answer in time',
  not_opened: 'its credentials could not be opened here',
};

/** What the store said just now; `here`: as the catalogue has it, null where it does not. */
export function wordsOfLive(
  says: StoreSays,
  here: CatalogProduct | null,
  differences: readonly LiveDifference[],
): string {
  switch (says.kind) {
    case 'not_asked':
      return `The store was not asked what it has now: ${WHY_NOT[says.why]}.`;
    case 'no_answer':
      return `The store was asked at ${at(says.at)} what it has now, and ${NO_ANSWER[says.problem]}.`;
    case 'unclear':
      return `The store was asked at ${at(says.at)} what it has now, and its answer is not clear: ${said(says.detail)}.`;
    case 'gone':
      return `The store was asked at ${at(says.at)} what it has now, and answered that ${wordsOfGone(says.evidence)}${here?.is_active ? '; the catalogue still has it active' : ''}.`;
    case 'alive':
      return `The store was asked at ${at(says.at)} what it has now: ${wordsOfAlive(says, here, differences)}.`;
  }
}

function wordsOfAlive(
  { product, unreadable }: Extract<StoreSays, { kind: 'alive' }>,
  here: CatalogProduct | null,
  differences: readonly LiveDifference[],
): string {
  if (unreadable !== null)
    return `it has the product, which cannot be read: ${cut(unreadable.message, 200)}, at ${said(unreadable.path)}`;
  if (product === null) return 'it has the product';
  if (here === null) return `it has the product, ${said(product.title)}, published`;
  if (differences.length === 0) return 'the same as the catalogue';
  const told = differences
    .slice(0, 3)
    .map((each) => `${each.field} ${valueWords(each.store)}, here ${valueWords(each.here)}`);
  const more = differences.length > 3 ? `; and ${differences.length - 3} more` : '';
  return `something else than the catalogue: ${told.join('; ')}${more}`;
}
