import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreCallName, StoreCalls, StoreReply, StoreRequest } from './messages';

export interface Stores {
  pid: number;
  ask<Name extends StoreCallName>(call: Name, order: StoreCalls[Name]['order']): Promise<StoreCalls[Name]['answer']>;
  stop(): void;
}

/** Catalogues of 100,000 products live in its memory. */
const HEAP_MB = 8_192;

/** Starts the simulated stores; the program ends when this one does, because the channel closes. */
export async function startStores(logFile: string): Promise<Stores> {
  const log = openSync(logFile, 'w');
  const child = fork(join(__dirname, 'store-program.js'), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
  let lastId = 0;

  child.on('message', (reply: StoreReply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) asked?.reject(new Error(`the simulated stores: ${reply.error}`));
    else asked?.resolve(reply.answer as never);
  });
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the simulated stores ended with ${code}: ${logFile}`));
  });

  const expect = (id: number) => new Promise<never>((resolve, reject) => waiting.set(id, { resolve, reject }));
  await expect(0);
  if (child.pid === undefined) throw new Error('the simulated stores did not start');
  return {
    pid: child.pid,
    ask(call, order) {
      lastId += 1;
      child.send({ id: lastId, call, order } satisfies StoreRequest);
      return expect(lastId);
    },
    stop: () => child.disconnect(),
  };
}
