import { refreshHintsId } from '../../src/model/workflow-ids';
import type { RunView } from '../../src/runs/list-runs';
import type { Store } from '../../src/stores/store';
import { ringDoorbell } from '../../src/temporal/ring-doorbell';
import type { SyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { type InboxRow, putHint, readHint, readHintsSince, type Told } from './inbox-rows';

const keyOf = ({ tenantId, id: storeId }: Store) => ({ tenantId, storeId });

/** The inbox of a world's stores, as deliveries fill it. */
export function inboxOf(world: SyncWorld) {
  const { database } = world;
  const put = (store: Store, externalIds: readonly string[], told?: Told) =>
    putHint(database, keyOf(store), externalIds, told);
  const row = (store: Store, id: string) => readHint(database, store.tenantId, id);

  /** `idleMs`: where the stretch that it begins is to be over soon. */
  const ring = ({ tenantId, id, platform, name }: Store, soon: { idleMs?: number } = {}) =>
    ringDoorbell(world.temporal, { tenantId, storeId: id, platform, storeName: name, ...soon });

  const when = (store: Store, id: string, what: string, isSo: (row: InboxRow) => boolean) =>
    until(`a hint that ${what}`, async () => {
      const found = await row(store, id);
      return isSo(found) && found;
    });

  const settled = (store: Store, id: string) =>
    when(store, id, 'is settled', ({ handled_at: handledAt }) => handledAt !== null);

  return {
    put,
    ring,
    row,
    when,
    settled,
    /** Puts a row there, rings, and waits until it is settled. */
    async tell(
      store: Store,
      externalIds: readonly string[],
      told?: Told,
      soon?: { idleMs?: number },
    ): Promise<InboxRow> {
      const id = await put(store, externalIds, told);
      await ring(store, soon);
      return settled(store, id);
    },
    since: (store: Store) => readHintsSince(database, keyOf(store)),
    /** The newest stretch, once it is over. */
    async stretch(store: Store): Promise<RunView> {
      const runId = await until('a run of mode refresh', () =>
        world.database.withTenant(store.tenantId, async (sql) => {
          const { rows } = await sql<{ id: string }>`
            select id from sync_runs
             where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid and mode = 'refresh'
               and finished_at is not null
             order by queued_at desc limit 1`;
          return rows[0]?.id;
        }),
      );
      return world.run(store, runId);
    },
    workflowId: ({ platform, id }: Store) => refreshHintsId(platform, id),
  };
}
