import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Outcome, performer } from './acts/perform';
import { checkChanges } from './checks/check-changes';
import { checkDecisions } from './checks/check-decisions';
import { checkDue } from './checks/check-due';
import { checkHints } from './checks/check-hints';
import { checkInvariants } from './checks/check-invariants';
import { checkLeanRuns, checkLeanSyncs } from './checks/check-lean';
import { checkSecrets } from './checks/check-secrets';
import { checkStaging } from './checks/check-staging';
import { compareStores } from './checks/compare-stores';
import { collectFindings } from './findings';
import type { ChaosEvent } from './plan/events';
import { makePlan } from './plan/make-plan';
import { endSchedules, lastSyncs, untilQuiet } from './settle';
import { settleHints } from './settle-hints';
import { adminQuery } from './world/admin-query';
import { type ChaosWorld, startChaosWorld } from './world/start-world';

export interface ChaosReport {
  /** What it did, as text. */
  summary: string;
  /** Each with the seed, the event and what to look at. */
  violations: string[];
  /** Logs, data and journal, kept where there is a violation. */
  dataDir: string;
}

export interface ChaosOptions {
  seed: number;
  lengthMs: number;
  say(line: string): void;
}

type Performed = ChaosEvent & { index: number; outcome: Outcome };

/** Plays the plan of the seed against a whole service, lets everything end, and compares and checks all there is. */
export async function runChaos({ seed, lengthMs, ...options }: ChaosOptions): Promise<ChaosReport> {
  const begunAt = performance.now();
  const say = (line: string) => options.say(`${Math.round((performance.now() - begunAt) / 1000)} s: ${line}`);
  const findings = collectFindings(seed);
  const world = await startChaosWorld();
  const { dataDir, ownEnds } = world.programs;
  const performed: Performed[] = [];
  const checked: Record<string, number> = {};
  let runs: string[] = [];
  let hints: string[] = [];
  try {
    say(`seed ${seed}: ${lengthMs / 1000} s of chaos, data in ${dataDir}`);
    await play(makePlan(seed, lengthMs), world, findings, performed);
    say('the chaos is over; waiting until every run has ended');
    await endSchedules(world);
    await untilQuiet(world);
    say('working off what the shops told');
    await settleHints(world);
    checked['products judged by their hints'] = await checkHints(world, findings);
    checked['lean runs judged'] = await checkLeanRuns(world, findings);
    say('syncing what changed of every store');
    checked['stores compared by their changes'] = await checkChanges(world, findings);
    say('syncing stock and prices of every store');
    checked['lean syncs judged'] = await checkLeanSyncs(world, findings, seed);
    say('syncing every store to the end');
    await Promise.all(world.stores.map((store) => lastSyncs(store, findings)));
    say('sweeping over all stores as due');
    checked['runs of due stores'] = await checkDue(world, findings);
    await untilQuiet(world);
    say('comparing and checking');
    checked['products compared'] = await compareStores(world, findings);
    checked['invariants in SQL'] = await checkInvariants(world, findings);
    checked['decisions judged'] = await checkDecisions(world, findings);
    checked['histories read'] = await checkSecrets(world, findings);
    checked['staged pages left by the dead'] = await checkStaging(world, findings);
    runs = await runsByStatus(world);
    hints = await hintsByState(world);
  } catch (error) {
    findings.report(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  for (const { at, ended } of ownEnds) findings.report(`${ended} by itself`, at);
  const violations = findings.violations();
  writeFileSync(join(dataDir, 'journal.jsonl'), performed.map((each) => `${JSON.stringify(each)}\n`).join(''));
  await world.stop(violations.length > 0);
  return { summary: summaryOf(performed, { runs, hints }, checked), violations, dataDir };
}

async function play(
  plan: ChaosEvent[],
  world: ChaosWorld,
  findings: ReturnType<typeof collectFindings>,
  performed: Performed[],
): Promise<void> {
  const perform = performer(world, (violation) => findings.report(violation));
  const startedAt = performance.now();
  const going: Promise<unknown>[] = [];
  for (const [index, event] of plan.entries()) {
    const early = event.atMs - (performance.now() - startedAt);
    if (early > 0) await sleep(early);
    findings.began(index);
    going.push(perform(event).then((outcome) => performed.push({ index, ...event, outcome })));
  }
  await Promise.all(going);
}

async function runsByStatus({ programs }: ChaosWorld): Promise<string[]> {
  const rows = await adminQuery<{ kind: string; count: string }>(
    programs,
    `select mode || case when trigger = 'schedule' then ' by itself' else '' end || case when dry_run then ' dry' else '' end || ' ' || status || coalesce(' ' || error_type, '') as kind,
            count(*) as count
       from sync_runs group by 1 order by 1`,
  );
  return rows.map(({ kind, count }) => `  ${kind}: ${count}`);
}

async function hintsByState({ programs }: ChaosWorld): Promise<string[]> {
  const rows = await adminQuery<{ kind: string; count: string }>(
    programs,
    `select split_part(topic, '/', 1) || ' ' || news || ' ' || state || coalesce(': ' || left(reason, 60), '') as kind, count(*) as count
       from webhook_events group by 1 order by 1`,
  );
  return rows.map(({ kind, count }) => `  ${kind}: ${count}`);
}

function summaryOf(
  performed: Performed[],
  { runs, hints }: { runs: string[]; hints: string[] },
  checked: Record<string, number>,
): string {
  const events = countBy(performed, ({ kind }) => kind);
  const kills = countBy(
    performed.filter(({ outcome }) => outcome === 'done'),
    (event) => (event.kind === 'kill' ? event.victim : null),
  );
  const eventLines = Object.entries(events).map(([kind, count]) => {
    const outcomes = countBy(performed, (event) => (event.kind === kind ? event.outcome : null));
    return `  ${kind}: ${count} (${listed(outcomes)})`;
  });
  return [
    `${performed.length} events`,
    ...eventLines.sort(),
    `kills: ${listed(kills)}`,
    'runs',
    ...runs,
    'hints',
    ...hints,
    `checked: ${listed(checked)}`,
  ].join('\n');
}

function countBy<Item>(items: Item[], keyOf: (item: Item) => string | null): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const listed = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([key, count]) => `${key} ${count}`)
    .join(', ');
