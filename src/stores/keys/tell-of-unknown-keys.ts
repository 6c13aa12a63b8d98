import type { Database } from '../../database/database';
import { reasonOf } from '../../process/reason-of';
import type { Sealer } from '../sealed-credentials';
import { aboutUnknownKeys, countSealedBy } from './sealing-keys';

/** For a program that starts: it serves all the same, as other stores can be read. */
export async function tellOfUnknownKeys(
  database: Database,
  sealer: Sealer,
  warn: (message: string) => void,
): Promise<void> {
  try {
    const told = aboutUnknownKeys(await database.withSystem((sql) => countSealedBy(sql, sealer)));
    if (told !== null) warn(told);
  } catch (error) {
    warn(`the keys of the stores' credentials could not be looked at: ${reasonOf(error)}`);
  }
}
