import { ShareExceeded } from '../../database/fair-share';
import { isPassingDatabaseError } from '../../database/postgres-error';

/** Then the database is away, and it is no store's statement that waited too long. */
const MOST_FAULTS_IN_A_ROW = 5;

interface Patience<Item> {
  /** So many passing faults without a success between them are thrown. */
  mostInARow?: number;
  left(item: Item, error: unknown): void;
}

/** A passing fault of the database leaves the one item: what it does to one must not throw away all others' turns. */
export function outlastingFaults<Item>(
  work: (item: Item) => Promise<void>,
  { mostInARow = MOST_FAULTS_IN_A_ROW, left }: Patience<Item>,
) {
  let inARow = 0;
  return async (item: Item): Promise<void> => {
    try {
      await work(item);
      inARow = 0;
    } catch (error) {
      if (!isPassingDatabaseError(error)) throw error;
      // A tenant whose own requests hold its share tells nothing of the database.
      if (!(error instanceof ShareExceeded) && ++inARow >= mostInARow) throw error;
      left(item, error);
    }
  };
}
