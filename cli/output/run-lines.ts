import type { Run } from '../../clients/typescript/src/index';
import type { Paint } from './paint';
import { plainText } from './plain-text';
import { pairLines } from './table';
import { duration } from './times';

const BAR_WIDTH = 24;

/** Where a run is, in one line; with a bar on a terminal. */
export function progressLine(run: Run, withBar: boolean): string {
  const share = run.status.startsWith('completed') ? 1 : (run.progress ?? 0);
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * BAR_WIDTH);
  const bar = withBar ? `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ` : '';
  const { seen, announced } = run.products;
  const products = `${seen}${announced === null ? '' : ` of ${Math.max(seen, announced)}`} products`;
  return `${bar}${`${Math.floor(share * 100)} %`.padStart(5)}  ${products}  ${stateOf(run)}`;
}

function stateOf({ status, phase, waiting }: Run): string {
  const state = status === 'running' ? phase : status;
  return plainText(state.replaceAll('_', ' ') + (waiting === null ? '' : `: ${waiting.message}`));
}

/** A run in full, for people. */
export function runLines(run: Run, paint: Paint): string[] {
  const { products, error, waiting } = run;
  const counts = [
    'seen',
    'created',
    'updated',
    'unchanged',
    'reactivated',
    'deactivated',
    'rejected',
    'missing',
  ] as const;
  return [
    ...pairLines(
      [
        ['run', run.id],
        ['store', run.store_id],
        ['status', run.status],
        ['mode', run.dry_run ? `${run.mode}, dry run` : run.mode],
        ['trigger', run.trigger],
        ['queued', run.queued_at],
        ['started', run.started_at],
        ['finished', run.finished_at],
        ['took', run.duration_ms === null ? null : duration(run.duration_ms)],
        ['products', counts.map((name) => `${products[name]} ${name}`).join(', ')],
        ['waits', waiting?.message],
        ['error', error && `${error.type}: ${error.message}`],
        ...run.problems.map(({ type, message }) => ['problem', `${type}: ${message}`] as const),
      ],
      paint,
    ),
    ...nextSteps(run),
  ];
}

function nextSteps({ id, status, products, dry_run }: Run): string[] {
  const changes = products.created + products.updated + products.reactivated + products.deactivated;
  const steps = [];
  if (status === 'awaiting_approval') {
    steps.push(`catalog-sync missing ${id}   what would be switched off`, `catalog-sync approve ${id}   or reject`);
  }
  if (products.rejected > 0) steps.push(`catalog-sync rejected ${id}   what could not be read`);
  if (dry_run && changes > 0) steps.push(`catalog-sync diff ${id}   where the catalogue differs`);
  return steps.map((step) => `  ${step}`);
}
