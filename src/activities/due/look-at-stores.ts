import { type FairTurns, inFairTurns } from './in-fair-turns';
import { outlastingFaults } from './outlasting-faults';

interface StoresLook<Store> extends Omit<FairTurns<Store>, 'signal'> {
  stopping: AbortSignal;
  signal: AbortSignal;
  /** The database did not answer in time for this one. */
  left(store: Store, error: unknown): void;
}

/** Works stores off in fair turns, and outlasts what the database does to one of them. Answers how many were not begun. */
export async function lookAtStores<Store extends { tenantId: string }>({
  stopping,
  left,
  work,
  ...turns
}: StoresLook<Store>): Promise<number> {
  const outlasting = outlastingFaults(work, { left });
  const { notBegun } = await inFairTurns({ ...turns, work: outlasting });
  stopping.throwIfAborted();
  return notBegun;
}
