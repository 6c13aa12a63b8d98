import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../local/servers/free-port';
import { PROJECT_ROOT } from '../../local/servers/project-root';

export interface LocalStart {
  output(): string;
  /** Fails when the program ends before. */
  untilItSays(text: string): Promise<void>;
  /** A URL of the closing words. */
  url(name: string): string;
  /** Likewise, where it is no web address. */
  place(name: string): string;
  /** A line of the table. */
  row(store: string): { status: string; products: number; variants: number; changes: string };
  tenantHeaders(): Record<string, string>;
  /** The processes that it started. */
  programs(): number[];
  /** Sends the signal, if any, and answers the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  kill(): void;
}

/** `npm start` as a process of its own, without the settings of whoever runs the tests. */
export async function startLocalMode(dataDir: string): Promise<LocalStart> {
  const settings = Object.entries(process.env).filter(
    ([name]) => !/^((MIGRATION_)?DATABASE_URL$|TEMPORAL_|npm_)/.test(name),
  );
  const child = spawn(
    process.execPath,
    [join(PROJECT_ROOT, 'dist/local/start/main.js'), '--port', String(await freePort())],
    { cwd: PROJECT_ROOT, env: { ...Object.fromEntries(settings), CATALOG_SYNC_DATA_DIR: dataDir } },
  );
  const ended = once(child, 'close').then(([code]) => code as number | null);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const found = (pattern: RegExp): RegExpExecArray => {
    const match = pattern.exec(output);
    if (!match) throw new Error(`${pattern} is not in the output:\n${output}`);
    return match;
  };

  return {
    output: () => output,
    async untilItSays(text) {
      while (!output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`it ended before it said ${text}:\n${output}`);
        await sleep(50);
      }
    },
    url: (name) => found(new RegExp(`^  ${name} +(http\\S+)$`, 'm'))[1] ?? '',
    place: (name) => found(new RegExp(`^  ${name} +(\\S+)$`, 'm'))[1] ?? '',
    row(store) {
      const pattern = new RegExp(`^  ${store} +(\\S+) +(\\d+) +(\\d+) +[\\d.]+ +(.*)$`, 'm');
      const [, status = '', products, variants, changes = ''] = found(pattern);
      return { status, products: Number(products), variants: Number(variants), changes };
    },
    tenantHeaders() {
      const names = ['X-TENANT-ID', 'X-TENANT-API-KEY'];
      return Object.fromEntries(names.map((name) => [name, found(new RegExp(`^  ${name}: (\\S+)$`, 'm'))[1] ?? '']));
    },
    programs: () => childrenOf(child.pid ?? 0),
    end(signal) {
      if (signal) child.kill(signal);
      return ended;
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** A zombie, which stays where nobody collects it, does not run. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !statOf(pid).includes(') Z ');
  } catch {
    return false;
  }
}

/** Minimal systems have no `ps`, but they have /proc. */
function childrenOf(parent: number): number[] {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
    return pairs.flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
  }
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => parentIn(statOf(pid)) === parent);
}

const parentIn = (stat: string) => Number(/\) \S (\d+)/.exec(stat)?.[1]);

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
}
