import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../local/servers/project-root';

const run = promisify(execFile);

/** The Python sources are not compiled, so they are run from where they are written. */
export const PEERS = join(PROJECT_ROOT, 'bench/peers');

const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'catalog-sync/bench-peers');
const INSTALL_MS = 10 * 60_000;

/** The folder of the programs of a peer's own Python environment, or why there is none. */
export type PeerEnvironment = { kind: 'ready'; bin: string } | { kind: 'missing'; why: string };

/** Made by pip on first use, from the pinned requirements, and kept beside the other downloads. */
export async function peerEnvironment(
  requirements: 'dlt' | 'tap-shopify' | 'target-postgres',
  say: (line: string) => void,
): Promise<PeerEnvironment> {
  const file = join(PEERS, `requirements-${requirements}.txt`);
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
  const folder = join(CACHE, `${requirements}-${hash}`);
  const ready = { kind: 'ready', bin: join(folder, 'bin') } as const;
  if (existsSync(join(folder, 'installed'))) return ready;

  say(`installing ${readFileSync(file, 'utf8').trim()} ...`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  try {
    // An environment cannot be moved, so a mark in it says that it is whole.
    await run('python3', ['-m', 'venv', folder], { timeout: INSTALL_MS });
    const quiet = ['--quiet', '--disable-pip-version-check'];
    await run(join(folder, 'bin/pip'), ['install', ...quiet, '-r', file], { timeout: INSTALL_MS });
    writeFileSync(join(folder, 'installed'), '');
    return ready;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { kind: 'missing', why: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const last = stderr.trim().split('\n').at(-1);
  return `its Python packages could not be installed: ${last || (error instanceof Error ? error.message : error)}`;
}
