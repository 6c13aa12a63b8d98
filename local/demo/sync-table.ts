import type { FollowedRun } from './follow-runs';
import { stateOf } from './progress-line';

const HEADINGS = ['store', 'status', 'products', 'variants', 'seconds', 'of these'];

/** Counts of a run that are told when they are not 0. */
const COUNTS = ['created', 'updated', 'unchanged', 'reactivated', 'deactivated', 'rejected'] as const;

/** What was synced, one line a store, and below it what went wrong. */
export function syncTable(synced: readonly FollowedRun[]): string {
  const rows = synced.map(({ storeName, run }) => [
    storeName,
    stateOf(run),
    String(run.products.seen),
    String(run.variants.seen),
    run.duration_ms === null ? '-' : (run.duration_ms / 1000).toFixed(1),
    COUNTS.filter((count) => run.products[count] > 0)
      .map((count) => `${run.products[count]} ${count}`)
      .join(', '),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = [HEADINGS, ...rows].map(
    (row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`,
  );
  return [...lines.map((line) => line.trimEnd()), ...synced.flatMap(problemOf)].join('\n');
}

function problemOf({ storeName, run }: FollowedRun): string[] {
  const next = run.next_attempt_at ? `; it is tried again at ${run.next_attempt_at}` : '';
  return run.error ? [`  ${storeName}: ${run.error.type}: ${run.error.message}${next}`] : [];
}
