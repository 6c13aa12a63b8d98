import type { RunReference } from '../../model/run-reference';
import type { StoreFacts } from '../../platforms/store-platform';
import type { Dependencies } from '../dependencies';
import { type Asked, askStore } from './ask-store';
import { checkIdentity } from './check-identity';
import type { OpenedStore } from './open-store';

/** What the store says of itself now, once it is known to be the one that was connected (I1). */
export async function describeStore(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
): Promise<{ kind: 'described'; facts: StoreFacts } | Extract<Asked<never>, { kind: 'wait' }>> {
  const asked = await askStore(store, dependencies.patience, (signal) => store.connection.describe(signal));
  if (asked.kind === 'wait') return asked;
  const identified = await checkIdentity(dependencies, store, run, asked.answer);
  return identified.kind === 'wait' ? identified : { kind: 'described', facts: asked.answer };
}
