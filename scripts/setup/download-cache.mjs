import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Puts the program that `download` leaves in a folder at its place in the cache; false when it left none. Two set-ups
 * may run at once: each downloads into a folder of its own, and a rename makes the result appear whole.
 */
export function intoCache(place, download) {
  mkdirSync(dirname(place), { recursive: true });
  const folder = mkdtempSync(join(dirname(place), 'download-'));
  try {
    const program = download(folder);
    if (!program) return false;
    renameSync(program, place);
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
