import { randomUUID } from 'node:crypto';
import type { HintHold, HintNews, HintState, HintSubject } from '../../src/model/webhooks/hints';
import { refreshHintsId } from '../../src/model/workflow-ids';
import type { RunView } from '../../src/runs/list-runs';
import type { Store } from '../../src/stores/store';
import { ringDoorbell } from '../../src/temporal/ring-doorbell';
import type { SyncWorld } from '../support/sync-world';
import { until } from '../support/until';

export interface Told {
  subject?: HintSubject;
  news?: HintNews;
  datedAt?: Date;
  key?: string;
}

export interface InboxRow {
  id: string;
  state: HintState;
  held_by: HintHold | null;
  claimed_by: string | null;
  claimed_batch: string | null;
  tries: number;
  read_again_at: Date | null;
  run_id: string | null;
  handled_at: Date | null;
  reason: string | null;
  observation: number;
}

/** The inbox of a world's stores, as deliveries fill it. */
export function inboxOf(world: SyncWorld) {
  /** Puts a row there as the receiver does, and rings nobody. Answers its id. */
  async function put(store: Store, externalIds: readonly string[], told: Told = {}): Promise<string> {
    const { subject = 'product', news = 'changed', datedAt = null, key = randomUUID() } = told;
    const id = randomUUID();
    await world.database.withTenant(store.tenantId, async (sql) => {
      await sql`
        insert into store_webhooks (tenant_id, store_id, state, hints_since)
        values (${store.tenantId}::uuid, ${store.id}::uuid, 'registered', now())
        on conflict (tenant_id, store_id) do update set hints_since = coalesce(store_webhooks.hints_since, now())`;
      await sql`
        insert into webhook_events (tenant_id, id, store_id, topic, external_ids, subject, news, deduplication_key, dated_at)
        values (${store.tenantId}::uuid, ${id}::uuid, ${store.id}::uuid, 'test', ${externalIds}::text[], ${subject}::text,
                ${news}::text, ${key}::text, ${datedAt}::timestamptz)`;
    });
    return id;
  }

  const ring = ({ tenantId, id, platform, name }: Store) =>
    ringDoorbell(world.temporal, { tenantId, storeId: id, platform, storeName: name });

  const row = (store: Store, id: string) =>
    world.database.withTenant(store.tenantId, async (sql) => {
      const { rows } = await sql<InboxRow>`
        select id, state, held_by, claimed_by, claimed_batch, tries, read_again_at, run_id, handled_at, reason, observation
          from webhook_events where tenant_id = ${store.tenantId}::uuid and id = ${id}::uuid`;
      const [found] = rows;
      if (found === undefined) throw new Error(`the inbox has no row ${id}`);
      return found;
    });

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
    async tell(store: Store, externalIds: readonly string[], told?: Told): Promise<InboxRow> {
      const id = await put(store, externalIds, told);
      await ring(store);
      return settled(store, id);
    },
    since: (store: Store) =>
      world.database.withTenant(store.tenantId, async (sql) => {
        const { rows } = await sql<{ hints_since: Date | null }>`
          select hints_since from store_webhooks where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid`;
        return rows[0]?.hints_since ?? null;
      }),
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
