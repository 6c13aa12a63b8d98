import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import type { Servers } from '../servers/start-servers';

/** Heartbeats that reached the server since it started, by its own metrics. */
export async function countHeartbeats(servers: Servers): Promise<number> {
  const [, address] =
    /(http:\/\/\S+\/metrics)/.exec(readFileSync(join(servers.dataDir, 'logs/temporal.log'), 'utf8')) ?? [];
  if (address === undefined) throw new Error('the Temporal server names no address of its metrics');
  const text = await (await request(address.replace('localhost', '127.0.0.1'))).body.text();
  const counters = text
    .split('\n')
    .filter((line) => /^service_requests\{/.test(line) && line.includes('operation="RecordActivityTaskHeartbeat"'))
    .filter((line) => line.includes('service_name="frontend"'));
  return counters.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
