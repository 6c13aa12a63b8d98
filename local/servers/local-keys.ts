import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateFile, writePrivateFile } from './private-file';

const KeptKeys = z.strictObject({
  credentialsKey: z.string(),
  operatorKey: z.string(),
  /** Of the programs' role, in the URL that they get; in data folders of 0.1 of every role. */
  databasePassword: z.string(),
  ownerPassword: z.string().optional(),
  superuserPassword: z.string().optional(),
});

/** In the data folder. */
export const KEYS_FILE = 'keys.json';

export type LocalKeys = Record<keyof z.infer<typeof KeptKeys>, string>;

/**
 * The keys of local mode, made at the first start and kept in the data folder. Losing the file makes the credentials
 * sealed in the database unreadable, so a damaged one is an error and never replaced.
 */
export function localKeys(dataDir: string): LocalKeys {
  const file = join(dataDir, KEYS_FILE);
  const kept = readPrivateFile(file, KeptKeys);
  const keys = {
    credentialsKey: kept?.credentialsKey ?? randomBytes(32).toString('base64'),
    operatorKey: kept?.operatorKey ?? password(),
    databasePassword: kept?.databasePassword ?? password(),
    ownerPassword: kept?.ownerPassword ?? password(),
    superuserPassword: kept?.superuserPassword ?? password(),
  };
  if (kept?.superuserPassword === undefined) writePrivateFile(file, keys);
  return keys;
}

const password = (): string => randomBytes(24).toString('base64url');
