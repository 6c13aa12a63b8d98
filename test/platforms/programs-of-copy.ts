import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChildProgram, startProgram } from '../../local/servers/child-program';
import { freePort } from '../../local/servers/free-port';
import { startProcessGuard } from '../../local/servers/process-guard';
import { waitUntilReady } from '../../local/servers/wait-until-ready';
import { testTemporal } from '../support/temporal';

export interface ProgramsOfCopy {
  /** As the operator, or as the tenant whose headers are given. Throws unless the answer is a success. */
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the test is about
  ask(request: string, options?: { json?: unknown; headers?: Record<string, string> }): Promise<any>;
  /** All that both have logged. */
  log(): string;
  stop(): Promise<void>;
}

const OPERATOR_KEY = 'an operator key of the tests';
const READY_WITHIN_MS = 90_000;
const GRACE_MS = 5_000;

/** The API and a worker as they were built in `root`, with the settings that production would give them. */
export async function startProgramsOf(root: string, settings: Record<string, string>): Promise<ProgramsOfCopy> {
  const { address, namespace } = testTemporal();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env.PATH,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    CREDENTIALS_KEY: randomBytes(32).toString('base64'),
    OPERATOR_KEY,
    RATE_LIMIT_PER_MINUTE: '0', // runs are looked at many times a second
    HOST: '127.0.0.1',
    PORT: String(port),
    ...settings,
  };
  const guard = startProcessGuard();
  const logOf = (file: string) => join(root, `logs/${file}.log`);
  const start = (name: string, file: string) =>
    startProgram({
      name,
      command: process.execPath,
      args: [join(root, `dist/src/${file}.js`)],
      env,
      logFile: logOf(file),
      stopSignal: 'SIGTERM',
      guard,
    });
  const [api, worker] = [start('the API', 'api-server'), start('the worker', 'worker')];
  const stop = async () => {
    await Promise.all([api, worker].map((program) => program.stop(GRACE_MS)));
  };
  try {
    await Promise.all([
      waitUntilReady(api, READY_WITHIN_MS, async () => {
        const { status } = await fetch(`${url}/readyz`);
        if (status !== 200) throw new Error(`/readyz answers ${status}`);
      }),
      waitUntilReady(worker, READY_WITHIN_MS, () => hasSaid(worker, 'worker ready')),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async ask(request, { json, headers = { 'x-operator-key': OPERATOR_KEY } } = {}) {
      const [method = '', path = ''] = request.split(' ');
      const response = await fetch(url + path, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${request} answered ${response.status}: ${text}`);
      return JSON.parse(text);
    },
    log: () => ['api-server', 'worker'].map((file) => readFileSync(logOf(file), 'utf8')).join('\n'),
    stop,
  };
}

async function hasSaid(program: ChildProgram, text: string): Promise<void> {
  if (!program.lastLines(20).includes(text)) throw new Error(`it has not said ${text}`);
}
