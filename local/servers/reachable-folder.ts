import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresBinaries } from './tools';

/**
 * A folder for PostgreSQL's data that its user can reach. As root that is another user, whom a closed home folder
 * keeps out: then it is a folder in the system's temporary directory, which is said.
 */
export function reachableFolder(wanted: string, { runAs }: PostgresBinaries, say: (line: string) => void): string {
  mkdirSync(wanted, { recursive: true, mode: 0o700 });
  if (!runAs) return wanted;
  chownSync(wanted, runAs.uid, runAs.gid);
  if (canEnter(wanted, runAs)) return wanted;

  const ours = join(tmpdir(), `catalog-sync-${process.getuid?.()}`);
  mkdirSync(ours, { recursive: true });
  const stat = lstatSync(ours);
  // The temporary directory is everybody's: a folder that somebody else put there is not trusted.
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0) {
    throw new Error(`${ours} belongs to somebody else or others may write to it: remove it.`);
  }
  chmodSync(ours, 0o755); // whatever the umask is: PostgreSQL's user has to pass
  const folder = join(ours, `data-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, runAs.uid, runAs.gid);
  say(`user ${runAs.name} cannot reach ${wanted}: PostgreSQL's data is in ${folder}`);
  return folder;
}

function canEnter(folder: string, user: { uid: number; gid: number }): boolean {
  const { uid, gid } = user;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { uid, gid, cwd: '/' }).status === 0;
}
