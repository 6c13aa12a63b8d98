import { setImmediate } from 'node:timers/promises';
import type { StoreProblem } from '../../platforms/problem';
import type { LeanPage, ListedPage, ProductPage, ProductsRequest } from '../../platforms/store-platform';
import type { Patience } from '../dependencies';
import { type Asked, askStore } from './ask-store';
import type { OpenedStore } from './open-store';

/** A page with the number that was taken before it was asked for (I12). */
export type ObservedPage = (ProductPage | LeanPage) & { observation: number };

/** A page whose next place is known, before its products are made whole. A lean one is that as it comes. */
interface PlacedPage extends Omit<ListedPage, 'products'> {
  products(request: ProductsRequest): Promise<ProductPage | LeanPage | StoreProblem>;
}

/**
 * Reads a listing page by page. While a page is worked on, the next one is made whole and the store is asked for the
 * one behind that; no further.
 */
export interface ReadAhead {
  readonly store: OpenedStore;
  /** The next page, whole. What the store answers instead of it is told here, once: by `wait` or thrown. */
  next(signal: AbortSignal): Promise<Asked<ObservedPage>>;
  /** Breaks off what is asked for ahead, and waits until nothing of it runs any more. */
  stop(): Promise<void>;
}

interface Reading {
  store: OpenedStore;
  patience: Patience;
  /** Of the store, read at the start of this run. */
  currency: string;
  observe(): Promise<number>;
  cursor: string | null;
  list(from: string | null, signal: AbortSignal): Promise<PlacedPage | StoreProblem>;
}

interface Listed {
  asked: Asked<PlacedPage>;
  observation: number;
}

export function readAhead({ store, patience, currency, observe, cursor, list: listFrom }: Reading): ReadAhead {
  const controller = new AbortController();
  const { signal } = controller;
  // Taken while another request is under way: the next one does not wait for the database.
  let spare = mayFailUnawaited(observe());
  let listed = list(cursor);
  let upcoming = mayFailUnawaited(productsOf(listed));

  function list(from: string | null): Promise<Listed> {
    const asking = spare.then(async (observation) => {
      spare = mayFailUnawaited(observe());
      const asked = await askStore(store, patience, () => listFrom(from, signal), signal);
      return { asked, observation };
    });
    return mayFailUnawaited(asking);
  }

  async function productsOf(listing: Promise<Listed>): Promise<Asked<ObservedPage>> {
    const { asked, observation } = await listing;
    if (asked.kind === 'wait') return asked;
    const page = asked.answer;
    if (page.nextCursor !== null) listed = list(page.nextCursor);
    // That request leaves before mapping this page takes the CPU.
    await setImmediate();
    const mapped = await askStore(store, patience, () => page.products({ currency, signal }), signal);
    if (mapped.kind === 'wait') return mapped;
    const throttledMs = asked.throttledMs + mapped.throttledMs;
    return { kind: 'answered', answer: { ...mapped.answer, observation }, throttledMs };
  }

  return {
    store,

    async next(caller) {
      const abort = () => controller.abort(caller.reason);
      caller.addEventListener('abort', abort, { once: true });
      if (caller.aborted) abort();
      try {
        const page = await upcoming;
        if (page.kind === 'answered' && page.answer.nextCursor !== null)
          upcoming = mayFailUnawaited(productsOf(listed));
        return page;
      } finally {
        caller.removeEventListener('abort', abort);
      }
    },

    async stop() {
      controller.abort();
      await Promise.allSettled([upcoming, listed]);
    },
  };
}

/** Its failure is told to whoever awaits it, perhaps nobody: then it must not count as unhandled. */
function mayFailUnawaited<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
