import type { RunReference } from '../runs/run-reference';
import { type Asked, askStore } from './ask-store';
import { checkIdentity } from './check-identity';
import type { Dependencies } from './dependencies';
import type { OpenedStore } from './open-store';

/** The store's total behind the end of its listing, which judges whether the listing was whole. */
export async function askTotal(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
): Promise<{ kind: 'total'; total: number } | Extract<Asked<never>, { kind: 'wait' }>> {
  const asked = await askStore(store, dependencies.patience, (signal) => store.connection.describe(signal));
  if (asked.kind === 'wait') return asked;
  // Somebody else's shop may have taken the address while the listing was read.
  const identified = await checkIdentity(dependencies, store, run, asked.answer);
  return identified.kind === 'wait' ? identified : { kind: 'total', total: asked.answer.productCount };
}
