import { isProblem, type StoreProblem } from '../../problem';
import type { GonePage, GoneRequest } from '../../store-platform';
import { binnedIn } from '../requests/listing-request';
import type { WooStore } from '../variations/complete-products';
import { cursorText, readCursor } from './cursor';
import { listStep } from './list-step';
import { pageSize } from './page-size';

/** One step of the walk over the bin. What was deleted for good shows nowhere: only a full run finds it. */
export async function listGone(
  store: WooStore,
  { cursor: text, stretch, signal }: GoneRequest,
): Promise<GonePage | StoreProblem> {
  const start = readCursor(text);
  const size = pageSize(start);
  const step = await listStep(store, binnedIn(stretch), size, start, signal);
  if (isProblem(step)) return step;
  const { fresh, aside, next, gaps } = step;
  return {
    kind: 'gone',
    externalIds: [...fresh.map(({ id }) => id), ...aside.map((product) => product.external_id)],
    nextCursor: next === null ? null : cursorText({ ...next, size: size.current, good: size.goodInARow }),
    gaps,
  };
}
