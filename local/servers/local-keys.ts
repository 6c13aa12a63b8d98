import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateFile, writePrivateFile } from './private-file';

const LocalKeys = z.strictObject({
  credentialsKey: z.string(),
  operatorKey: z.string(),
  databasePassword: z.string(),
});

/** In the data folder. */
export const KEYS_FILE = 'keys.json';

export type LocalKeys = z.infer<typeof LocalKeys>;

/**
 * The keys of local mode, made at the first start and kept in the data folder. Losing the file makes the credentials
 * sealed in the database unreadable, so a damaged one is an error and never replaced.
 */
export function localKeys(dataDir: string): LocalKeys {
  const file = join(dataDir, KEYS_FILE);
  const kept = readPrivateFile(file, LocalKeys);
  if (kept) return kept;
  const made = {
    credentialsKey: randomBytes(32).toString('base64'),
    operatorKey: randomBytes(24).toString('base64url'),
    databasePassword: randomBytes(24).toString('base64url'),
  };
  writePrivateFile(file, made);
  return made;
}
