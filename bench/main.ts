import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../local/servers/project-root';
import { describeMachine, loadNow } from './machine';
import { goalsText, markdownOf } from './report/markdown';
import { CAVEATS, type Report } from './report/report';
import { startServers } from './servers/start-servers';
import { startService } from './service/start-service';
import { again } from './workloads/again';
import { api } from './workloads/api';
import { big } from './workloads/big';
import { bulk } from './workloads/bulk';
import { dueStores } from './workloads/due-stores';
import { firstSyncs } from './workloads/first-sync';
import { fresh } from './workloads/fresh';
import { lean } from './workloads/lean';
import { lists } from './workloads/lists';
import { many } from './workloads/many';
import { FULL, QUICK, type Sizes } from './workloads/sizes';
import { slow } from './workloads/slow';
import { webhooks } from './workloads/webhooks';
import type { Bench, Workload } from './workloads/workload';

const WORKLOADS: Workload[] = [
  ...firstSyncs,
  ...again,
  fresh,
  bulk,
  lean,
  slow,
  api,
  many,
  dueStores,
  webhooks,
  lists,
  big,
];
const RESULTS = join(PROJECT_ROOT, 'bench/results');

/**
 * `npm run bench -- [--quick] [--rounds N] [--products N] [--no-peers] [--temporal-in-memory] [name …]`: all workloads,
 * or those named.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      products: { type: 'string' },
      'no-peers': { type: 'boolean', default: false },
      'temporal-in-memory': { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !WORKLOADS.some((workload) => workload.name === name));
  if (unknown.length > 0)
    throw new Error(`no workload ${unknown}; there are ${WORKLOADS.map(({ name }) => name).join(', ')}`);
  const chosen = WORKLOADS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const kind = values.quick ? 'quick' : values.rounds || values.products || values['no-peers'] ? 'resized' : 'full';
  const sizes: Sizes = { ...(values.quick ? QUICK : FULL) };
  if (values.rounds) sizes.rounds = Number(values.rounds);
  if (values.products) sizes.products = Number(values.products);
  if (values['no-peers']) sizes.peers = false;

  const temporalInMemory = values['temporal-in-memory'];
  const report = await runAll(chosen, sizes, { kind, temporalInMemory });
  console.log(`\n## Goals\n\n${goalsText(report.workloads.flatMap(({ goals }) => goals))}`);
  if (Object.keys(report.failed).length > 0) process.exitCode = 1;
}

async function runAll(
  chosen: readonly Workload[],
  sizes: Sizes,
  how: Pick<Report, 'kind' | 'temporalInMemory'>,
): Promise<Report> {
  const loadBefore = loadNow();
  console.log(CAVEATS.map((caveat) => `- ${caveat}`).join('\n'));
  const servers = await startServers(how);
  const stop = once(servers.stop);
  process.once('SIGINT', () => void stop().then(() => process.exit(130)));
  process.once('SIGTERM', () => void stop().then(() => process.exit(143)));
  try {
    const machine = await describeMachine(servers, loadBefore);
    const service = await startService(servers, await servers.stores.ask('originTemplate', null));
    const report: Report = { caveats: CAVEATS, machine, ...how, failed: {}, workloads: [] };
    for (const workload of chosen) {
      const bench = { servers, service, sizes, say: (line: string) => console.log(`  ${workload.name}: ${line}`) };
      await runInto(report, workload, bench);
      save(report, chosen);
    }
    await service.stop();
    return report;
  } finally {
    await stop();
  }
}

/** A workload that breaks does not take the others' figures with it. */
async function runInto(report: Report, workload: Workload, bench: Bench): Promise<void> {
  const loadBefore = loadNow();
  const startedAt = performance.now();
  console.log(`\n${workload.name}: ${workload.title}`);
  try {
    const result = await workload.run(bench);
    const minutes = Math.round((performance.now() - startedAt) / 6_000) / 10;
    report.workloads.push({ ...result, loadBefore, loadAfter: loadNow(), minutes });
    console.log(`\n${markdownOf(result)}\n\n${goalsText(result.goals)}`);
  } catch (error) {
    report.failed[workload.name] = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(`${workload.name} failed:`, error);
  }
}

/** After each workload: all of them take hours, and a run that is broken off keeps what it has measured. */
function save(report: Report, chosen: readonly Workload[]): void {
  const time = report.machine.date.slice(0, 16).replaceAll(':', '-');
  const names = chosen.length === WORKLOADS.length ? '' : `-${chosen.map(({ name }) => name).join('-')}`;
  const file = join(RESULTS, `${report.kind}-${time}${names}.json`);
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
  console.log(`\nwritten to ${file}`);
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | null = null;
  return () => {
    running ??= work();
    return running;
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exit(1);
});
