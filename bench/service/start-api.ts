import { join } from 'node:path';
import { request } from 'undici';
import type { ChildProgram } from '../../local/servers/child-program';
import { freePort } from '../../local/servers/free-port';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { waitUntilReady } from '../../local/servers/wait-until-ready';
import type { Servers } from '../servers/start-servers';
import type { Service } from './start-service';

export interface Api {
  origin: string;
  program: ChildProgram;
}

const READY_WITHIN_MS = 20_000;

/** The API as built for production, in a process of its own. */
export async function startApi(servers: Servers, service: Service): Promise<Api> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const program = servers.start({
    name: 'The API',
    command: process.execPath,
    args: [join(PROJECT_ROOT, 'dist/src/api-server.js')],
    env: { ...service.env, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
    logFile: join(servers.dataDir, 'logs/api.log'),
    stopSignal: 'SIGTERM',
  });
  await waitUntilReady(program, READY_WITHIN_MS, async () => {
    const { statusCode, body } = await request(`${origin}/readyz`);
    await body.dump();
    if (statusCode !== 200) throw new Error(`/readyz answers ${statusCode}`);
  });
  return { origin, program };
}
