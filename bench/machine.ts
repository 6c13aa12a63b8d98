import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { PROJECT_ROOT } from '../local/servers/project-root';
import { temporalCli } from '../local/servers/tools';
import { asAdmin } from './servers/databases';
import { POSTGRES_SETTINGS, type Servers } from './servers/start-servers';

export interface Machine {
  date: string;
  commit: string;
  cores: number;
  cpu: string;
  memoryGigabytes: number;
  system: string;
  /** Over 1, 5 and 15 minutes, before anything of the bench ran. */
  loadBefore: number[];
  versions: Record<string, string>;
  postgresSettings: string[];
}

export const loadNow = (): number[] => loadavg().map((load) => Math.round(load * 100) / 100);

export async function describeMachine(servers: Servers, loadBefore: number[]): Promise<Machine> {
  const [{ version } = { version: '' }] = await asAdmin<{ version: string }>(
    servers,
    'postgres',
    `select current_setting('server_version') as version`,
  );
  return {
    date: new Date().toISOString(),
    commit: said('git', ['-C', PROJECT_ROOT, 'describe', '--always', '--dirty']),
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    loadBefore,
    versions: {
      Node: process.version,
      PostgreSQL: version,
      Temporal: said(temporalCli(), ['--version']),
      Python: said('python3', ['--version']),
    },
    postgresSettings: POSTGRES_SETTINGS,
  };
}

function said(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'none';
  }
}
