import { askStore } from '../../src/activities/store/ask-store';
import type { OpenedStore } from '../../src/activities/store/open-store';
import { IMPATIENT } from '../support/impatient';

it('hands a store that asks for no wait, again and again, to the workflow, which counts its waits', async () => {
  let asked = 0;
  let waited = 0;
  const store = {
    noteProblem: async () => undefined,
    waited: () => {
      waited++;
    },
  } as unknown as OpenedStore;
  const { signal } = new AbortController();
  const answer = await askStore(
    store,
    IMPATIENT,
    async () => {
      asked++;
      return { kind: 'throttled', waitMs: 0, detail: '429' } as const;
    },
    signal,
  );
  expect([answer, asked, waited]).toEqual([{ kind: 'wait', waitMs: 5_000, why: '429' }, 6, 5]);
});
