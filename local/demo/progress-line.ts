import type { SyncRun } from './sync-run';

const BAR_WIDTH = 24;
const NAME_WIDTH = 17;

const PHASES = {
  opening: 'opening',
  reading: 'reading',
  confirming: 'asking for the missing',
  deactivating: 'deactivating',
  closing: 'closing',
  waiting_for_store: 'waits as the store asked',
  waiting_to_retry: 'waits to retry',
} as const satisfies Record<SyncRun['phase'], string>;

/** One line that says where a run is: a bar where there is a terminal, percent, products, rate, phase. */
export function progressLine(storeName: string, run: SyncRun, withBar: boolean): string {
  const share = run.status.startsWith('completed') ? 1 : (run.progress ?? 0);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = withBar ? `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ` : '';
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const { seen, announced } = run.products;
  const products = `${seen}${announced === null ? '' : ` of ${Math.max(seen, announced)}`} products`.padEnd(19);
  const rate = `${productsPerSecond(run)}/s`.padStart(6);
  return `  ${storeName.padEnd(NAME_WIDTH)} ${bar}${percent}  ${products} ${rate}  ${stateOf(run)}`;
}

export function stateOf({ status, phase }: SyncRun): string {
  return status === 'running' ? PHASES[phase] : status.replaceAll('_', ' ');
}

function productsPerSecond({ products, duration_ms }: SyncRun): number {
  return duration_ms ? Math.round((products.seen * 1000) / duration_ms) : 0;
}
