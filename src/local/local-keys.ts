import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const LocalKeys = z.strictObject({
  credentialsKey: z.string(),
  operatorKey: z.string(),
  databasePassword: z.string(),
});

export type LocalKeys = z.infer<typeof LocalKeys>;

/**
 * The keys of local mode, made at the first start and kept in the data folder, readable by its owner only. Losing the
 * file makes the credentials sealed in the database unreadable, so a damaged one is an error and never replaced.
 */
export function localKeys(dataDir: string): LocalKeys {
  const file = join(dataDir, 'keys.json');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, `${JSON.stringify(newKeys(), null, 2)}\n`, { mode: 0o600 });
    renameSync(unfinished, file);
  }
  try {
    return LocalKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Without the cause: a JSON error quotes the text, and with it the keys.
    throw new Error(`${file} is damaged: restore it, or remove ${dataDir} to start anew.`);
  }
}

function newKeys(): LocalKeys {
  return {
    credentialsKey: randomBytes(32).toString('base64'),
    operatorKey: randomBytes(24).toString('base64url'),
    databasePassword: randomBytes(24).toString('base64url'),
  };
}
