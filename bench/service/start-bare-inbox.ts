import { join } from 'node:path';
import type { ChildProgram } from '../../local/servers/child-program';
import { freePort } from '../../local/servers/free-port';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { waitUntilReady } from '../../local/servers/wait-until-ready';
import { createDatabase } from '../servers/databases';
import type { Servers } from '../servers/start-servers';

const READY_WITHIN_MS = 20_000;

/** A server that puts each body into a table of a database of its own, on the same PostgreSQL. */
export async function startBareInbox(servers: Servers): Promise<{ origin: string; program: ChildProgram }> {
  const port = await freePort();
  const databaseUrl = await createDatabase(servers, 'bare_inbox');
  const program = servers.start({
    name: 'The bare inbox',
    command: process.execPath,
    args: [join(PROJECT_ROOT, 'dist/bench/load/bare-inbox.js')],
    env: { ...process.env, PORT: String(port), DATABASE_URL: databaseUrl },
    logFile: join(servers.dataDir, 'logs/bare-inbox.log'),
    stopSignal: 'SIGTERM',
  });
  await waitUntilReady(program, READY_WITHIN_MS, async () => {
    if (!program.lastLines(5).includes('ready')) throw new Error('not ready yet');
  });
  return { origin: `http://127.0.0.1:${port}`, program };
}
