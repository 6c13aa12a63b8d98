import type { Database } from '../../src/database/database';
import type { Site } from './site';

/** For checks that need `database`. */
export function databaseOf({ database }: Site): Database {
  if (database === null) throw new Error('a check of the database needs `database`');
  return database;
}
