import type { Contestant, MeasuredRun } from '../contestants/contestant';
import { startMeter } from '../meter/start-meter';
import { checkpoint } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import type { StoreName } from '../stores/messages';
import { difference, type Fingerprint, fingerprint, firstDifference } from './parity';

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
    const stored = new Map<ContestantResult, Fingerprint>();
    for (let turn = 0; turn < contestants.length; turn++) {
      const at = (turn + (inOrder ? 0 : round)) % contestants.length;
      const [contestant, result] = [contestants[at], results[at]];
      if (!contestant || !result || result.unequal) continue;
      const run = await runOnce(servers, contestant, store);
      stored.set(result, await fingerprint(servers, contestant.catalogue));
      if (round > 0) result.runs.push(run);
      say(`${round === 0 ? 'warm-up' : `round ${round}`}: ${contestant.name} ${run.seconds.toFixed(2)} s`);
    }
    await compareAll(servers, contestants, results, stored, say);
  }
  return results;
}

/** Before any time counts: whoever stored something else than the first contestant is out. */
async function compareAll(
  servers: Servers,
  contestants: readonly Contestant[],
  results: readonly ContestantResult[],
  stored: ReadonlyMap<ContestantResult, Fingerprint>,
  say: (line: string) => void,
): Promise<void> {
  const [first] = results;
  const expected = first && stored.get(first);
  if (!expected) throw new Error('the first contestant stored nothing to compare with');
  for (const [at, result] of results.entries()) {
    const fingerprint = stored.get(result);
    if (!fingerprint) continue;
    result.unequal = difference(expected, fingerprint);
    if (!result.unequal) continue;
    say(`${result.name} does not count: ${result.unequal}`);
    const [one, other] = [contestants[0]?.catalogue, contestants[at]?.catalogue];
    if (one?.whole && other?.whole) say(await firstDifference(servers, one.database, other.database));
  }
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
  const before = await servers.stores.ask('counters', store);
  const postgres = servers.postgres.program.pid() ?? 0;
  const meter = startMeter({ ...prepared.processes, PostgreSQL: postgres, stores: servers.stores.pid }, curveOf);
  try {
    const { seconds, notes = {} } = await prepared.go();
    const use = meter.stop();
    const after = await servers.stores.ask('counters', store);
    const asked = { requests: after.requests - before.requests, points: after.points - before.points };
    return { seconds, ...asked, notes: { ...notes, ...(await prepared.facts?.()) }, ...use };
  } finally {
    meter.stop();
    await prepared.end();
  }
}
