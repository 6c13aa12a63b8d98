/**
 * Named places where a test may end the process, as `kill -9` does, to show that the run goes on (I4). Each tells the
 * race that it exists for. Unless `CATALOG_SYNC_FAULT_POINTS` names one, they cost a look into an empty set.
 */
export const FAULT_POINTS = {
  'run-opened':
    'the row says running and nothing has been done; also the first step after continue-as-new and of a child',
  'page-fetched': 'the store answered and nobody knows the page: it is asked for again',
  'pages-staged': 'the batch is staged under an id that nobody received: it must never be merged',
  'page-merged': 'the catalogue and the manifest have the page and Temporal does not know: no effect twice',
  'missing-confirmed': 'the store said what is gone and nothing is switched off: the evidence is kept and used',
  'piece-deactivated': 'some of the missing are off, the others not: the rest follows, none is told twice',
  'run-closing': 'all is done and the row says running: the last status is still given',
  'run-closed': 'the row is closed and Temporal does not know: one log entry, one status',
  'approval-held': 'the row says that it waits and the replaced runs have not been told',
  'approval-claimed': 'the decision is taken and nothing is carried out: it is not asked for again',
} as const;

export type FaultPoint = keyof typeof FAULT_POINTS;

const armed = new Set((process.env.CATALOG_SYNC_FAULT_POINTS ?? '').split(',').filter((name) => name !== ''));

/** Ends the process at once where a test armed this point. */
export function faultPoint(point: FaultPoint): void {
  if (armed.has(point)) process.kill(process.pid, 'SIGKILL');
}
