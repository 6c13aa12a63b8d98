import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { reasonOf } from '../../src/process/reason-of';
import { readPrivateFile, writePrivateFile } from '../servers/private-file';

const Claim = z.strictObject({ start: z.int(), guard: z.int() });

/** A start that was killed leaves its guard behind for this long, to end the rest. */
const GUARD_ENDS_WITHIN_MS = 10_000;

/**
 * Makes sure that one start at a time uses the data folder: two servers on one database file destroy it.
 *
 * @throws when another start uses it, or when it cannot be written to.
 */
export async function claimDataFolder(dataDir: string, guard: number, say: (line: string) => void): Promise<void> {
  makeWritable(dataDir);
  const file = join(dataDir, 'running.json');
  const other = readPrivateFile(file, Claim);
  if (other && runs(other.start, 'local/start/main.js')) {
    throw new Error(
      `\`npm start\` already runs with the data folder ${dataDir} (process ${other.start}): end that one first, ` +
        'or name another folder by CATALOG_SYNC_DATA_DIR.',
    );
  }
  if (other && runs(other.guard, 'guard-program.js')) {
    say('  the last start was killed, and its programs are still ending ...');
    const deadline = Date.now() + GUARD_ENDS_WITHIN_MS;
    while (runs(other.guard, 'guard-program.js')) {
      if (Date.now() > deadline)
        throw new Error(`Process ${other.guard}, which ends the last start's programs, hangs.`);
      await sleep(100);
    }
  }
  writePrivateFile(file, { start: process.pid, guard });
}

function makeWritable(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw new Error(
      `The data folder ${dataDir} cannot be written to: name another one by CATALOG_SYNC_DATA_DIR (${reasonOf(error)}).`,
    );
  }
}

/** After a restart of the machine the number may be another program's. Where that cannot be told, it counts as ours. */
function runs(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program);
  } catch {
    return process.platform !== 'linux';
  }
}
