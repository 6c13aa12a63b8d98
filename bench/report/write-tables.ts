import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { goalsText, markdownOf } from './markdown';
import { needsText } from './needs';
import type { Report } from './report';

const RESULTS = join(PROJECT_ROOT, 'bench/results');
const PAGE = join(PROJECT_ROOT, 'docs/performance.md');

/** Puts the tables of the latest full results into docs/performance.md, between the marks that are there for them. */
function main(): void {
  const given = process.argv.slice(2);
  const files = given.length > 0 ? given : readdirSync(RESULTS).filter((name) => /^full-.*\.json$/.test(name));
  const reports = files
    .map((name): Report => JSON.parse(readFileSync(given.length > 0 ? name : join(RESULTS, name), 'utf8')))
    .sort((a, b) => a.machine.date.localeCompare(b.machine.date));

  // A workload that was run again replaces its older figures.
  const latest = new Map(
    reports.flatMap((report) => report.workloads.map((workload) => [workload.name, { report, workload }] as const)),
  );
  let page = readFileSync(PAGE, 'utf8');
  for (const [name, { report, workload }] of latest)
    page = filled(page, name, `${measuredOn(report, workload)}\n\n${markdownOf(workload)}`);
  page = filled(page, 'needs', needsText([...latest.values()].map(({ workload }) => workload)));
  page = filled(page, 'goals', goalsText([...latest.values()].flatMap(({ workload }) => workload.goals)));
  writeFileSync(PAGE, page);
}

function measuredOn(
  { machine, temporalInMemory }: Report,
  { loadBefore, loadAfter, minutes }: Report['workloads'][number],
): string {
  const versions = Object.entries(machine.versions).map(([name, version]) =>
    version.startsWith(name) || name === 'Temporal' ? version : `${name} ${version}`,
  );
  return `_${machine.date.slice(0, 16).replace('T', ' ')} UTC, commit ${machine.commit}; ${machine.cores} cores (${machine.cpu}), ${machine.memoryGigabytes} GB; ${versions.join(', ')}${temporalInMemory ? ' (in memory)' : ''}; load ${loadBefore[0]} before, ${loadAfter[0]} after; ${minutes} minutes._`;
}

function filled(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`${PAGE} has no place for ${name}: ${start} … ${end}`);
  return `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`;
}

main();
