import type { Contestant, MeasuredRun } from '../contestants/contestant';
import { startMeter } from '../meter/start-meter';
import { checkpoint } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import type { StoreName } from '../stores/messages';
import { difference, type Fingerprint, fingerprint } from './parity';

export interface Rounds {
  rounds: number;
  store: StoreName;
  /** The contestants keep their order: each goes on from what the one before it left. */
  inOrder?: boolean;
  beforeRound?(round: number): Promise<void>;
  say(line: string): void;
}

export interface ContestantResult {
  name: string;
  what: string;
  runs: MeasuredRun[];
  /** Why its times do not count; null when it stored the same as the first contestant. */
  unequal: string | null;
}

/** A warm-up and some rounds, the contestants taking turns, another one beginning each time. */
export async function runRounds(
  servers: Servers,
  contestants: readonly Contestant[],
  { rounds, store, inOrder = false, beforeRound, say }: Rounds,
): Promise<ContestantResult[]> {
  const results = contestants.map(({ name, what }): ContestantResult => ({ name, what, runs: [], unequal: null }));

  for (let round = 0; round <= rounds; round++) {
    await beforeRound?.(round);
    let expected: Fingerprint | null = null;
    for (let turn = 0; turn < contestants.length; turn++) {
      const at = (turn + (inOrder ? 0 : round)) % contestants.length;
      const [contestant, result] = [contestants[at], results[at]];
      if (!contestant || !result || result.unequal) continue;
      const run = await runOnce(servers, contestant, store);
      const stored = await fingerprint(servers, contestant.catalogue);
      expected ??= stored;
      result.unequal = difference(expected, stored);
      if (round > 0) result.runs.push(run);
      say(`${round === 0 ? 'warm-up' : `round ${round}`}: ${contestant.name} ${run.seconds.toFixed(2)} s`);
      if (result.unequal) say(`${contestant.name} stored something else: ${result.unequal}`);
    }
  }
  return results;
}

/** One measured run, with the memory of one group over time when asked for. */
export async function runOnce(
  servers: Servers,
  contestant: Contestant,
  store: StoreName,
  curveOf?: string,
): Promise<MeasuredRun> {
  await contestant.reset();
  const prepared = await contestant.prepare();
  await checkpoint(servers);
  const requestsBefore = await servers.stores.ask('requests', store);
  const postgres = servers.postgres.program.pid() ?? 0;
  const meter = startMeter({ ...prepared.processes, PostgreSQL: postgres, stores: servers.stores.pid }, curveOf);
  try {
    const { seconds, notes = {} } = await prepared.go();
    const use = meter.stop();
    const requests = (await servers.stores.ask('requests', store)) - requestsBefore;
    return { seconds, requests, notes: { ...notes, ...(await prepared.facts?.()) }, ...use };
  } finally {
    meter.stop();
    await prepared.end();
  }
}
