import type { ContestantResult } from '../compare/run-rounds';
import { ratios, summaryOf } from '../compare/summary';
import type { MeasuredRun, Missing } from '../contestants/contestant';
import { ratio, seconds, spread, whole } from './goals';
import type { Table } from './result';

/** One row a contestant: time, ratio to the first one, CPU, memory, requests. */
export function contestantTable(
  title: string,
  results: readonly ContestantResult[],
  missing: readonly Missing[],
): Table {
  const [first] = results;
  return {
    title,
    columns: [
      'contestant',
      'time',
      `ratio to ${first?.name ?? 'the first'}`,
      'CPU s: itself · PostgreSQL · Temporal · stores',
      'peak MB: itself · PostgreSQL · Temporal · stores',
      'requests',
    ],
    rows: [
      ...results.map((result) => rowOf(result, first)),
      ...missing.map(({ name, missing: why }) => [name, `missing: ${why}`, '', '', '', '']),
    ],
  };
}

function rowOf({ name, runs, unequal }: ContestantResult, first: ContestantResult | undefined): string[] {
  if (unequal) return [name, `does not count: ${unequal}`, '', '', '', ''];
  const median = (of: (run: MeasuredRun) => number) => summaryOf(runs.map(of)).median;
  const groups = (of: 'cpuSeconds' | 'peakMegabytes', show: (value: number) => string) =>
    ['contestant', 'PostgreSQL', 'Temporal', 'stores']
      .map((group) => (runs[0]?.[of][group] === undefined ? '–' : show(median((run) => run[of][group] ?? 0))))
      .join(' · ');
  return [
    name,
    spread(summaryOf(runs.map((run) => run.seconds)), seconds),
    first ? spread(ratiosOf(runs, first.runs), ratio) : '',
    groups('cpuSeconds', (value) => value.toFixed(1)),
    groups('peakMegabytes', whole),
    whole(median((run) => run.requests)),
  ];
}

export function ratiosOf(of: readonly MeasuredRun[], to: readonly MeasuredRun[]) {
  return ratios(
    of.map((run) => run.seconds),
    to.map((run) => run.seconds),
  );
}
