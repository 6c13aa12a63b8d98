/**
 * Named places where a test has the process die or hang, to show that the run goes on and ends right (I4). Each tells
 * the race that it exists for.
 */
const FAULT_POINTS = {
  'run-requested': 'Temporal has the run, and neither a row nor the caller knows of it',
  'looked-not-started': 'a store told of news and no run of it was started: the next look finds the same news',
  'run-starting': 'the workflow, perhaps a sweep’s child, has begun its first task, and no row says so',
  'delivery-stored':
    'what a store told is kept, and neither the store nor Temporal knows: it is read again all the same',
  'run-opened': 'the row says running and nothing has been done',
  'run-continued': 'the first step after continue-as-new: where the run stands is known to the new execution alone',
  'credentials-renewed': 'the platform gave a new token and it is not kept: another one is asked for',
  'page-fetched': 'the store answered and nobody knows the page; an attempt that hangs here stages it late',
  'pages-staged': 'the batch is staged under an id that nobody received: it must never be merged',
  'page-uncommitted': 'the page is merged in a transaction that holds the store’s lock, and not committed',
  'page-merged': 'the catalogue and the manifest have the page and Temporal does not know: no effect twice',
  'changes-read':
    'what changed is read and merged, what went is listed, and the watermark has not moved: nothing is left behind it',
  'changes-noted':
    'the watermark has moved with what went noted, and Temporal does not know: each is asked about, once',
  'lean-page-merged':
    'the same of one group of fields: what the page could not compare is not forgotten, none is told twice',
  'hints-held': 'a storm of news is held and no run was started for it: the look of a minute lets it go on',
  'hints-claimed':
    'news is claimed and nobody has asked about it: the next attempt takes the same, and none of it is lost',
  'hints-merged':
    'what the store told of is in the catalogue and its hints are open: they are read once more, and settled',
  'missing-confirmed': 'the store said what is gone and nothing is switched off: the evidence is kept and used',
  'piece-deactivated': 'some of the missing are off, the others not: the rest follows, none is told twice',
  'approval-held': 'the run waits for a person and the workflow that takes the decision is not started yet',
  'approval-claimed': 'a person decided and nothing was done: the decision is carried out, once',
  'run-closing': 'all is done and the row says running: it is closed with the same counts',
  'run-closed': 'the row is closed and told about, and Temporal does not know: closed once more, told once',
  'answer-uncommitted':
    'something is made and its answer kept, and neither is committed: repeated, the request makes it, once',
  'answer-kept': 'both are, and the caller does not know: repeated, the request gets the same answer',
  'event-sent': 'a receiver has an event and nobody knows: it is sent once more under the same id',
  'event-noted': 'an event is noted as delivered and Temporal does not know: it is not sent again',
  'tenant-lot-deleted': 'some rows of a tenant are gone and the others are not: the rest follows',
  'tenant-gone': 'the tenant is gone and Temporal does not know: its deletion ends, and leaves one entry',
} as const;

export type FaultPoint = keyof typeof FAULT_POINTS;

/** `kill` is `kill -9`; a process that hangs keeps its connections and goes on at SIGCONT, as after a VM’s pause. */
const SIGNALS = { kill: 'SIGKILL', hang: 'SIGSTOP' } as const;

export type Fault = `${FaultPoint}:${keyof typeof SIGNALS}`;

/** By name, from the process’s environment: `page-merged:kill,page-fetched:hang`. A test’s process alone has it. */
const armed = arm(process.env.CATALOG_SYNC_FAULT_POINTS ?? '');

/** Ends or halts the process, once, where a test armed this point; else it costs a look into an empty map. */
export function faultPoint(point: FaultPoint): void {
  const signal = armed.get(point);
  if (signal === undefined) return;
  armed.delete(point);
  process.kill(process.pid, signal);
}

function arm(faults: string): Map<string, NodeJS.Signals> {
  const signals = new Map<string, NodeJS.Signals>();
  for (const fault of faults === '' ? [] : faults.split(',')) {
    const [point = '', action = ''] = fault.split(':');
    const signal = SIGNALS[action as keyof typeof SIGNALS];
    if (!(point in FAULT_POINTS) || signal === undefined) {
      throw new Error(`CATALOG_SYNC_FAULT_POINTS: ${JSON.stringify(fault)} is no <point>:kill or <point>:hang`);
    }
    signals.set(point, signal);
  }
  if (signals.size > 0)
    process.emitWarning(`Fault points are armed: this process ends or halts on purpose at ${faults}`);
  return signals;
}
