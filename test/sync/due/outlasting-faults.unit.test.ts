import { outlastingFaults } from '../../../src/activities/due/outlasting-faults';
import { ShareExceeded } from '../../../src/database/fair-share';

const passing = () => new Error('timeout exceeded when trying to connect');

/** What becomes of items, by what each one's work throws. */
async function played(faults: (Error | null)[]): Promise<{ left: number; thrown: unknown }> {
  let left = 0;
  const work = outlastingFaults<Error | null>(
    async (fault) => {
      if (fault !== null) throw fault;
    },
    { mostInARow: 3, left: () => left++ },
  );
  for (const fault of faults) {
    try {
      await work(fault);
    } catch (error) {
      return { left, thrown: error };
    }
  }
  return { left, thrown: null };
}

it('leaves one for which the database does not answer in time, and goes on', async () => {
  const faults = [passing(), passing(), null, passing(), passing()];
  expect(await played(faults)).toEqual({ left: 4, thrown: null });
});

it('gives up where it does not answer again and again', async () => {
  const last = passing();
  expect(await played([passing(), passing(), last, null])).toEqual({ left: 2, thrown: last });
});

it('never gives up for a tenant that holds its share', async () => {
  expect(await played(Array.from({ length: 9 }, () => new ShareExceeded()))).toEqual({ left: 9, thrown: null });
});

it('throws what does not pass', async () => {
  const bug = new TypeError('is no function');
  expect(await played([bug])).toEqual({ left: 0, thrown: bug });
});
