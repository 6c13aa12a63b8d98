import { progressLine } from '../../local/demo/progress-line';
import type { SyncRun } from '../../local/demo/sync-run';
import { syncTable } from '../../local/demo/sync-table';

it('tells of each store what was synced, and of a failed run why', () => {
  const failed = run({
    status: 'failed',
    duration_ms: 900,
    products: { ...NO_PRODUCTS, seen: 100, unchanged: 100 },
    error: { type: 'store_frozen', message: 'the shop is unpaid' },
  });

  expect(
    syncTable([
      { storeName: 'One', run: run({ products: { ...NO_PRODUCTS, seen: 12, created: 11, rejected: 1 } }) },
      { storeName: 'Another', run: failed },
    ]),
  ).toBe(
    [
      '  store    status     products  variants  seconds  of these',
      '  One      completed  12        30        2.0      11 created, 1 rejected',
      '  Another  failed     100       30        0.9      100 unchanged',
      '  Another: store_frozen: the shop is unpaid',
    ].join('\n'),
  );
});

it('tells when a run that waits is tried again', () => {
  const waiting = run({
    status: 'running',
    phase: 'waiting_to_retry',
    next_attempt_at: '2026-11-25T09:00:00Z',
    error: { type: 'store_unreachable', message: 'no answer' },
  });

  expect(syncTable([{ storeName: 'One', run: waiting }])).toContain(
    'One: store_unreachable: no answer; it is tried again at 2026-11-25T09:00:00Z',
  );
});

it.each([
  [
    { status: 'queued', progress: null, products: { announced: null, seen: 0 } },
    '░░░░░',
    '0 %',
    '0 products',
    'queued',
  ],
  [
    { status: 'running', progress: 0.5, products: { announced: 80, seen: 40 } },
    '█░',
    '50 %',
    '40 of 80 products',
    '20/s  reading',
  ],
  [
    { status: 'completed', progress: 1, products: { announced: 80, seen: 81 } },
    '█████',
    '100 %',
    '81 of 81 products',
    'completed',
  ],
] as const)('shows how a run gets on: %j', ({ products, ...state }, ...parts) => {
  const line = progressLine('One', run({ ...state, products: { ...NO_PRODUCTS, ...products } }), true);

  for (const part of parts) expect(line).toContain(part);
  expect(line).toMatch(/^ {2}One {15}[█░]{24} /);
});

const NO_PRODUCTS = {
  announced: null,
  seen: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  reactivated: 0,
  deactivated: 0,
  rejected: 0,
  missing: 0,
  unknown: 0,
};

function run(parts: Partial<SyncRun>): SyncRun {
  return {
    id: '01a21232-4822-70f3-b78a-3a196d926bb5',
    status: 'completed',
    phase: 'reading',
    progress: 1,
    duration_ms: 2_000,
    next_attempt_at: null,
    products: NO_PRODUCTS,
    variants: { seen: 30, created: 0, updated: 0, unchanged: 0, removed: 0 },
    error: null,
    ...parts,
  };
}
