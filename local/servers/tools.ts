import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from './project-root';

const UnprivilegedUser = z.object({ name: z.string(), uid: z.number(), gid: z.number() });

const Tools = z.object({
  temporal: z.string().optional(),
  postgres: z.object({ bin: z.string(), runAs: UnprivilegedUser.nullable() }).optional(),
  timeSkippingServer: z.union([z.object({ path: z.string() }), z.object({ missing: z.string() })]).optional(),
});

export type PostgresBinaries = NonNullable<z.infer<typeof Tools>['postgres']>;

const FILE = join(PROJECT_ROOT, 'node_modules/.cache/catalog-sync/tools.json');

/** The folder of PostgreSQL's binaries, and the user to run them as when this process is root. */
export function postgresBinaries(): PostgresBinaries {
  const { postgres } = readTools();
  if (!postgres) throw new Error('The set-up found no PostgreSQL binaries: run `node scripts/setup.mjs start`.');
  return postgres;
}

/** The file of the Temporal CLI. */
export function temporalCli(): string {
  const { temporal } = readTools();
  if (!temporal) throw new Error('The set-up found no Temporal CLI: run `node scripts/setup.mjs start`.');
  return temporal;
}

/** The file of Temporal's test server, which skips time; `missing` says why this machine has none. */
export function timeSkippingServer(): { path: string } | { missing: string } {
  const { timeSkippingServer } = readTools();
  if (!timeSkippingServer) throw new Error('The set-up did not look for it: run `node scripts/setup.mjs test`.');
  return timeSkippingServer;
}

function readTools(): z.infer<typeof Tools> {
  try {
    return Tools.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  } catch (cause) {
    throw new Error('The set-up has not run: run `node scripts/setup.mjs start`.', { cause });
  }
}
