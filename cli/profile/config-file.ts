import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { wrongUsage } from '../failure';

export const Profile = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  tenant_id: z.string().optional(),
  tenant_key: z.string().optional(),
  operator_key: z.string().optional(),
});

export type Profile = z.output<typeof Profile>;

const Config = z.strictObject({
  /** The profile that is taken where none is named. */
  default: z.string().optional(),
  profiles: z.record(z.string(), Profile),
});

export type Config = z.output<typeof Config>;

/** Anybody but the owner. */
const OTHERS = 0o077;

/** `CATALOG_SYNC_CONFIG`, else a file in the user's own folder for settings. */
export function configFile(environment: NodeJS.ProcessEnv): string {
  const folder = environment.XDG_CONFIG_HOME || join(environment.HOME || homedir(), '.config');
  return environment.CATALOG_SYNC_CONFIG || join(folder, 'catalog-sync', 'config.json');
}

/**
 * No file is a config without profiles. One that others may read is refused: it holds keys. What is wrong in it is said
 * by its place, never by its text.
 */
export function readConfig(file: string): Config {
  if (!existsSync(file)) return { profiles: {} };
  const { mode } = statSync(file);
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    const seen = (mode & 0o777).toString(8).padStart(4, '0');
    throw wrongUsage(`${file} holds keys and may be read by others (mode ${seen}): chmod 600 ${file}`);
  }
  const parsed = Config.safeParse(jsonOf(file));
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole');
  throw wrongUsage(
    `${file} is not as it should be (${places.join(', ')}): correct it, or remove it and make profiles anew.`,
  );
}

/** A JSON error quotes the text, and with it the keys. */
function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Readable by its owner only, and whole or not at all. */
export function writeConfig(file: string, config: Config): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}
