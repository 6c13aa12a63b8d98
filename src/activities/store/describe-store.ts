import { lowestKnown } from '../../catalog/reading/lowest-known';
import type { RunReference } from '../../model/run-reference';
import type { StoreFacts } from '../../platforms/store-platform';
import { rememberIdentity } from '../../stores/update-store';
import { noteDescribed } from '../../stores/webhooks/described';
import type { Dependencies } from '../dependencies';
import { type AskedForTime, askStore } from './ask-store';
import { anotherStore } from './failures';
import type { OpenedStore } from './open-store';

/** What the store says of itself now, once it is known to be the one that was connected (I1). */
export async function describeStore(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
): Promise<{ kind: 'described'; facts: StoreFacts } | AskedForTime> {
  const asked = await askStore(store, dependencies.patience, (signal) => store.connection.describe(signal));
  if (asked.kind === 'wait') return asked;
  const identified = await checkIdentity(dependencies, store, run, asked.answer);
  if (identified.kind === 'wait') return identified;
  if (!run.dryRun)
    await dependencies.database.withTenant(run.tenantId, (sql) => noteDescribed(sql, run.storeId, asked.answer));
  return { kind: 'described', facts: asked.answer };
}

/** Products that a store is known by, should its name for itself have changed. */
const WITNESSES = 3;

/**
 * Is it still the store that was connected (I1)? Its own identity says so; a WooCommerce store may move to another
 * domain, so that then its three lowest known products decide: it is the same when one of them was created when ours
 * was. Another store ends the run before anything is merged or switched off, unless a person accepted it.
 */
async function checkIdentity(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  { identity, currency }: StoreFacts,
): Promise<{ kind: 'same' } | AskedForTime> {
  const { database, patience } = dependencies;
  if (identity === store.identity) return { kind: 'same' };

  const known = await database.withTenant(run.tenantId, (sql) => lowestKnown(sql, run, WITNESSES));
  if (known.length > 0 && !run.accepted?.includes('store_changed_identity')) {
    const externalIds = known.map((product) => product.external_id);
    const asked = await askStore(store, patience, (signal) =>
      store.connection.fetchByIds({ externalIds, currency, signal }),
    );
    if (asked.kind === 'wait') return asked;
    const created = new Map(asked.answer.products.map((each) => [each.external_id, each.metadata.created_at]));
    const isKnown = known.some((each) => each.created_at !== null && created.get(each.external_id) === each.created_at);
    if (!isKnown) throw anotherStore(store.identity, identity);
  }
  if (!run.dryRun) await database.withTenant(run.tenantId, (sql) => rememberIdentity(sql, run.storeId, identity));
  return { kind: 'same' };
}
