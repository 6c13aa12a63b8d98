import { connectDatabase, type Database } from '../../src/database/database';
import { platformSettings } from '../../src/platforms/platforms';
import { readSettings, SETTING_NAMES, type Settings } from '../../src/process/settings';
import { createSealer, type Sealer } from '../../src/stores/sealed-credentials';
import { connectClient, type TemporalClient } from '../../src/temporal/connect-client';

/** The installation that is looked at: what its settings name, opened but not yet asked. */
export interface Site {
  environment: NodeJS.ProcessEnv;
  /** null: some of the settings are wrong, which is a finding of its own. */
  settings: Settings | null;
  settingsFault: string | null;
  /** null: DATABASE_URL is missing or wrong. */
  database: Database | null;
  databaseUrl: string | null;
  temporal: TemporalClient;
  /** null: CREDENTIALS_KEY is missing or wrong. */
  sealer: Sealer | null;
  limits: Limits;
  close(): Promise<void>;
}

interface Limits {
  /** A session that has waited for longer for a lock is told. */
  lockWaitMs: number;
  /** One look. */
  lookMs: number;
  /** This machine's clock; only tests bring another. */
  now(): number;
}

const LIMITS: Limits = { lockWaitMs: 10_000, lookMs: 20_000, now: Date.now };

export interface SiteOptions {
  limits?: Partial<Limits>;
  /** Only tests have queues of their own. */
  taskQueue?: string;
}

export function openSite(environment: NodeJS.ProcessEnv, { limits, taskQueue }: SiteOptions = {}): Site {
  const read = readAll(environment);
  const databaseUrl = orNull(() => readSettings(['databaseUrl'], environment).databaseUrl);
  const keys = orNull(() => readSettings(['credentialsKeys'], environment).credentialsKeys);
  const database = databaseUrl === null ? null : connectDatabase(databaseUrl, { connections: 2 });
  const temporal = connectClient({ warn: () => {}, ...(taskQueue && { taskQueue }) });
  return {
    environment,
    ...read,
    database,
    databaseUrl,
    temporal,
    sealer: keys && createSealer(keys),
    limits: { ...LIMITS, ...limits },
    close: async () => {
      await Promise.all([database?.close(), temporal.close()]);
    },
  };
}

function readAll(environment: NodeJS.ProcessEnv): Pick<Site, 'settings' | 'settingsFault'> {
  try {
    return { settings: readSettings(SETTING_NAMES, environment, platformSettings), settingsFault: null };
  } catch (error) {
    return { settings: null, settingsFault: error instanceof Error ? error.message : String(error) };
  }
}

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
