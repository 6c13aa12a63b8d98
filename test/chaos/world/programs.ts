import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildProgram, type StartProgram, startProgram } from '../../../local/servers/child-program';
import { freePort } from '../../../local/servers/free-port';
import { startProcessGuard } from '../../../local/servers/process-guard';
import { PROJECT_ROOT } from '../../../local/servers/project-root';
import { startPostgres } from '../../../local/servers/start-postgres';
import { startTemporal } from '../../../local/servers/start-temporal';
import { waitUntilReady } from '../../../local/servers/wait-until-ready';
import { migrate } from '../../../src/database/migrate';
import type { Victim } from '../plan/events';

/** The service as in production, every program a process that may be killed. */
export interface Programs {
  databaseUrl: string;
  /** Superuser's, in the service's database: sees the rows of all tenants. */
  adminUrl: string;
  apiUrl: string;
  /** What the programs run with; the client's side of Temporal reads it too. */
  env: Record<string, string>;
  /** Logs, data and the journal; removed at the end unless something is to be looked into. */
  dataDir: string;
  /** Null while it is down. */
  pid(victim: Victim): number | null;
  /** False when it is down just now. It starts again by itself, a second later or more. */
  kill(victim: Victim): boolean;
  /** Programs that ended by themselves, which none may. */
  ownEnds: { at: Date; ended: string }[];
  stop(keepData: boolean): Promise<void>;
}

/** "Immediate shutdown" is PostgreSQL's crash: sessions are dropped, nothing is flushed, unlogged tables are lost. */
const KILLED_BY: Record<Victim, NodeJS.Signals> = {
  'worker 1': 'SIGKILL',
  'worker 2': 'SIGKILL',
  'the API': 'SIGKILL',
  PostgreSQL: 'SIGQUIT',
  Temporal: 'SIGKILL',
};

/** Processes die here, the machine does not: what was written to the kernel is there again. */
const POSTGRES_SETTINGS = ['fsync=off', 'full_page_writes=off', 'max_connections=120'];

/** Timers of Temporal are due within 20 ms instead of a second: more happens in the same time. */
const TEMPORAL_SETTINGS = ['history.timerProcessorMaxTimeShift="20ms"', 'limit.historyCount.suggestContinueAsNew=300'];

const READY_WITHIN_MS = 90_000;

export async function startPrograms(
  shopifyOriginTemplate: string,
  {
    workers: names = ['worker 1', 'worker 2'],
    env: more = {},
  }: { workers?: Victim[]; env?: Record<string, string> } = {},
): Promise<Programs> {
  const dataDir = mkdtempSync(join(tmpdir(), 'catalog-sync-chaos-'));
  chmodSync(dataDir, 0o711); // run by root, PostgreSQL is another user
  const guard = startProcessGuard();
  const programs = new Map<Victim, ChildProgram>();
  const killed = new Set<string>();
  const ownEnds: Programs['ownEnds'] = [];

  const start: StartProgram = (spec) => {
    const onUnexpectedEnd = (ended: string): boolean => {
      if (!killed.delete(spec.name)) ownEnds.push({ at: new Date(), ended });
      return true;
    };
    const program = startProgram({ ...spec, guard, onUnexpectedEnd });
    programs.set(spec.name as Victim, program);
    return program;
  };
  const stop: Programs['stop'] = async (keepData) => {
    const inOrder = [...programs.values()].reverse();
    for (const program of inOrder) await program.stop(program.name === 'PostgreSQL' ? 5_000 : 0);
    if (!keepData) rmSync(dataDir, { recursive: true, force: true });
  };

  try {
    const [postgres, temporal] = await Promise.all([
      startPostgres({
        dataDir,
        port: await freePort(),
        passwords: { programs: 'chaos', owner: 'owner', superuser: 'superuser' },
        settings: POSTGRES_SETTINGS,
        start,
        say: () => {},
      }),
      startTemporal({
        dataDir,
        port: await freePort(),
        uiPort: null,
        persistent: true,
        dynamicConfig: TEMPORAL_SETTINGS,
        start,
      }),
    ]);
    const { databaseUrl } = postgres;
    await migrate(databaseUrl, postgres.ownerUrl);
    const port = await freePort();
    const env = {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      TEMPORAL_CONFIG_FILE: join(dataDir, 'none.toml'),
      CREDENTIALS_KEY: randomBytes(32).toString('base64'),
      OPERATOR_KEY: randomBytes(12).toString('hex'),
      ALLOW_PRIVATE_STORES: 'true',
      SHOPIFY_ORIGIN_TEMPLATE: shopifyOriginTemplate,
      RATE_LIMIT_PER_MINUTE: '0',
      RUN_RETRY_DELAYS: '2s,4s,8s',
      LOG_FORMAT: 'json',
      LOG_LEVEL: 'info',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      ...more,
    };
    const startNode = (name: Victim, file: string) =>
      start({
        name,
        command: process.execPath,
        args: [join(PROJECT_ROOT, `dist/src/${file}.js`)],
        env: { ...process.env, ...env },
        logFile: join(dataDir, `logs/${name.replace(' ', '-')}.log`),
        stopSignal: 'SIGTERM',
      });

    const apiUrl = `http://127.0.0.1:${port}`;
    const api = startNode('the API', 'api-server');
    const workers = names.map((name) => startNode(name, 'worker'));
    await waitUntilReady(api, READY_WITHIN_MS, async () => {
      const { status } = await fetch(`${apiUrl}/readyz`);
      if (status !== 200) throw new Error(`/readyz answers ${status}`);
    });
    for (const worker of workers) {
      await waitUntilReady(worker, READY_WITHIN_MS, async () => {
        if (!worker.lastLines(20).includes('worker ready')) throw new Error('not ready yet');
      });
    }
    const admin = new URL(postgres.adminUrl);
    admin.pathname = new URL(databaseUrl).pathname;
    return {
      databaseUrl,
      adminUrl: admin.href,
      apiUrl,
      env,
      dataDir,
      pid: (victim) => programs.get(victim)?.pid() ?? null,
      kill(victim) {
        const pid = programs.get(victim)?.pid() ?? null;
        if (pid === null) return false;
        killed.add(victim);
        process.kill(pid, KILLED_BY[victim]);
        return true;
      },
      ownEnds,
      stop,
    };
  } catch (error) {
    await stop(true);
    throw error;
  }
}
