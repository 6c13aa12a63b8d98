import fc from 'fast-check';
import {
  offsetOf,
  WALK_START,
  type WalkState,
  type WalkStep,
  walkStep,
} from '../../../src/platforms/woocommerce/listing/overlap-walk';

/** A listing by id that answers as WooCommerce does: a page at an offset, its total, and 0 past the end. */
function listing(rows: number[]) {
  const ids = new Set(rows);
  return {
    add: (id: number) => void ids.add(id),
    remove: (id: number) => void ids.delete(id),
    has: (id: number) => ids.has(id),
    page(offset: number, size: number) {
      const sorted = [...ids].sort((a, b) => a - b);
      const shown = sorted.slice(offset, offset + size);
      return { ids: shown.map(String), total: offset < sorted.length ? sorted.length : 0, size };
    },
    get ids() {
      return [...ids];
    },
  };
}

/** Walks to the end; `between` runs before each request. Throws when the end is not reached. */
function walk(store: ReturnType<typeof listing>, sizes: readonly number[], between: (request: number) => void) {
  const seen: string[] = [];
  let state: WalkState | null = WALK_START;
  for (let request = 0; state !== null; request++) {
    if (request > 2_000) throw new Error('the walk does not end');
    between(request);
    const size = sizes[request % sizes.length] ?? 100;
    const step = walkStep(state, store.page(offsetOf(state), size));
    seen.push(...step.fresh);
    state = step.next;
  }
  return seen;
}

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 120 });

describe('the overlap walk', () => {
  it('sees every row of a still list once, whatever the page sizes', () => {
    fc.assert(
      fc.property(ids, fc.array(fc.integer({ min: 3, max: 12 }), { minLength: 1 }), (rows, sizes) => {
        const seen = walk(listing(rows), sizes, () => undefined);
        expect(seen.map(Number)).toEqual([...rows].sort((a, b) => a - b));
      }),
    );
  });

  it('I1 misses no row that stays, and shows none twice, while others come and go before any request', () => {
    const burst = fc.record({
      before: fc.integer({ min: 1, max: 12 }),
      from: fc.integer({ min: 1, max: 400 }),
      count: fc.integer({ min: 1, max: 60 }),
      add: fc.boolean(),
    });
    const many = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 60, maxLength: 160, size: 'max' });
    fc.assert(
      fc.property(many, fc.integer({ min: 3, max: 12 }), fc.array(burst, { maxLength: 5 }), (rows, size, bursts) => {
        const touched = (id: number) => bursts.some(({ from, count }) => id >= from && id < from + count);
        const store = listing(rows);
        const seen = walk(store, [size], (request) => {
          for (const { from, count, add } of bursts.filter(({ before }) => before === request)) {
            for (let id = from; id < from + count; id++) add ? store.add(id) : store.remove(id);
          }
        });

        const distinct = new Set(seen);
        expect(rows.filter((id) => !touched(id) && !distinct.has(String(id)))).toEqual([]);
        expect(distinct.size).toBe(seen.length);
      }),
      { numRuns: 300 },
    );
  });

  it('ends when everything behind it is deleted, and finds what moved to the front', () => {
    const store = listing(Array.from({ length: 1_000 }, (_, index) => index + 1));
    const seen = walk(store, [100], (request) => {
      if (request === 5) for (let id = 1; id <= 900; id++) store.remove(id);
    });
    expect(seen).toContain('1000');
  });

  it('goes on after a short page when the total promises more: WooCommerce leaves out what it cannot load', () => {
    const first = walkStep(WALK_START, { ids: ['1', '2', '4'], total: 9, size: 4 });
    expect(first.next).toMatchObject({ offset: 3, last: '4', idle: 0, jump: null });
    expect(walkStep(WALK_START, { ids: ['1', '2', '4'], total: 3, size: 4 }).next).toBeNull();
    expect(walkStep(WALK_START, { ids: ['1', '2', '4'], total: null, size: 4 }).next).toBeNull();
  });

  it('sees every row that can be loaded, while the total counts the others too', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 6, max: 12 }), (rows, size) => {
        const store = listing(rows);
        const loadable = (id: string) => Number(id) % 7 !== 0;
        const page = (offset: number) => {
          const listed = store.page(offset, size);
          return { ...listed, ids: listed.ids.filter(loadable) };
        };
        const seen: string[] = [];
        let state: WalkState | null = WALK_START;
        for (let request = 0; state !== null && request < 500; request++) {
          const step = walkStep(state, page(offsetOf(state)));
          seen.push(...step.fresh);
          state = step.next;
        }
        expect(state).toBeNull();
        expect(seen.map(Number)).toEqual([...rows].sort((a, b) => a - b).filter((id) => id % 7 !== 0));
      }),
      { examples: [[[1, 217, 2, 3, 4, 161, 246], 6]], numRuns: 500 },
    );
  });

  it('sees every row that is shown, however wide the gaps are that a plugin leaves after counting', () => {
    const blocks = fc.array(
      fc.record({ from: fc.integer({ min: 1, max: 400 }), count: fc.integer({ min: 1, max: 60 }) }),
      { maxLength: 4 },
    );
    const many = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 60, maxLength: 160, size: 'max' });
    fc.assert(
      fc.property(many, blocks, fc.integer({ min: 6, max: 30 }), (rows, hidden, size) => {
        const store = listing(rows);
        const isShown = (id: number) => !hidden.some(({ from, count }) => id >= from && id < from + count);
        const seen = walk(
          {
            ...store,
            page: (offset, asked) => {
              const page = store.page(offset, asked);
              return { ...page, ids: page.ids.filter((id) => isShown(Number(id))) };
            },
          },
          [size],
          () => undefined,
        );
        expect(seen.map(Number)).toEqual([...rows].sort((a, b) => a - b).filter(isShown));
      }),
      { numRuns: 500 },
    );
  });

  it('sees 4,000 of 5,000 rows in few requests when 1,000 are hidden in one block', () => {
    const store = listing(Array.from({ length: 5_000 }, (_, index) => index + 1));
    let requests = 0;
    const seen = walk(
      {
        ...store,
        page(offset, size) {
          requests++;
          const page = store.page(offset, size);
          return { ...page, ids: page.ids.filter((id) => Number(id) <= 2_345 || Number(id) > 3_345) };
        },
      },
      [100],
      () => undefined,
    );
    expect(seen).toHaveLength(4_000);
    expect(requests).toBeLessThan(5_000 / 98 + 10);
  });

  it.each([7, 20])('sees every row where a store shows at most %i at once', (most) => {
    const store = listing(Array.from({ length: 250 }, (_, index) => index + 1));
    const capped = { ...store, page: (offset: number, size: number) => ({ ...store.page(offset, most), size }) };
    expect(walk(capped, [100], () => undefined)).toHaveLength(250);
  });

  it('ends where each offset is answered by the same page, and says that it repeats', () => {
    const store = listing(Array.from({ length: 250 }, (_, index) => index + 1));
    let state: WalkState | null = WALK_START;
    const repeats: boolean[] = [];
    while (state !== null && repeats.length < 50) {
      const step: WalkStep = walkStep(state, store.page(0, 100));
      repeats.push(step.repeats);
      state = step.next;
    }
    expect(repeats).toEqual([false, true, false]);
  });

  it('takes rows as they come, to the total, where the store has an order of its own', () => {
    const rows = Array.from({ length: 250 }, (_, index) => String(250 - index));
    let state: WalkState | null = { ...WALK_START, isUnordered: true };
    const seen: string[] = [];
    while (state !== null && seen.length < 1_000) {
      const from = offsetOf(state);
      const step: WalkStep = walkStep(state, { ids: rows.slice(from, from + 100), total: 250, size: 100 });
      expect(step.isUnordered).toBe(true);
      seen.push(...step.fresh);
      state = step.next;
    }
    expect(seen).toEqual(rows);
  });

  it('does not trust a total for ever', () => {
    let state: WalkState | null = WALK_START;
    let requests = 0;
    while (state !== null && requests++ < 50) {
      const shown = ['1', '2', '3', '4', '5'].slice(offsetOf(state), offsetOf(state) + 4);
      state = walkStep(state, { ids: shown, total: 1_000, size: 4 }).next;
    }
    expect(state).toBeNull();
  });

  it('I11 compares ids as numbers of any length', () => {
    const page = { ids: ['9007199254740992', '9007199254740993', '18446744073709551615'], total: 3, size: 3 };
    const { next, fresh } = walkStep({ ...WALK_START, offset: 3, last: '9007199254740992' }, page);
    expect(next?.last).toBe('18446744073709551615');
    expect([...fresh]).toEqual(page.ids.slice(1));
  });
});
