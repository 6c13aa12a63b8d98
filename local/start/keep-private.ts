import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../../src/process/reason-of';

const OWNER_ONLY = { folder: 0o700, file: 0o600, umask: 0o077 } as const;

/** Others may pass through, and neither list nor read: run by root, PostgreSQL is another user and has its folder in it. */
const PASSAGE = 0o711;

/**
 * Keeps the data folder from other users of the machine: what this process and its programs make from now on, whatever
 * the umask was, and what earlier starts left. PostgreSQL looks after the inside of its own folder.
 */
export function keepPrivate(dataDir: string, say: (line: string) => void): void {
  process.umask(OWNER_ONLY.umask);
  mkdirSync(dataDir, { recursive: true, mode: OWNER_ONLY.folder });
  try {
    chmodSync(dataDir, process.getuid?.() === 0 ? PASSAGE : OWNER_ONLY.folder);
    closeWithin(dataDir);
  } catch (error) {
    say(`  other users of this machine may read ${dataDir}: its rights cannot be changed (${reasonOf(error)})`);
  }
}

function closeWithin(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const entry = lstatSync(path);
    if (entry.isDirectory()) {
      chmodSync(path, OWNER_ONLY.folder);
      if (name === 'logs') closeWithin(path);
    } else if (entry.isFile()) {
      chmodSync(path, OWNER_ONLY.file);
    }
  }
}
