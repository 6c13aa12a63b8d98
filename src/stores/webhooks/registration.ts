import type { SystemSql, TenantSql } from '../../database/sql';
import type { WebhookState, WebhookTopic, WebhookWish } from '../../model/webhooks/webhook-states';
import type { SealedSecrets } from './webhook-secrets';

/** What a look finds, and must find again when it writes. */
export interface Registration extends SealedSecrets {
  wish: WebhookWish;
  state: WebhookState;
  reason: string | null;
  deliveryUrl: string | null;
  topics: WebhookTopic[];
  secretSince: Date | null;
  uninstallToldAt: Date | null;
  /** When the look before this one was. */
  lookedBefore: Date | null;
  /** No look was made before on this day, by UTC: what is tried daily is tried now. */
  isFirstOfDay: boolean;
  /** Until when nobody else looks; as the database writes it, to the microsecond. */
  lease: string;
  /** By the database's clock. */
  now: Date;
}

export const NO_PUBLIC_URL = 'PUBLIC_URL is not set: stores cannot reach this service.';

export const NOT_TRIED = 'It was not tried yet: it is within a minute or two.';

/**
 * The look is made within the next minute: there is something new to it. Nobody waits for it. New credentials may write where
 * those before might not: then even webhooks that were entered by hand are made anew, so that they are ours, and so are those
 * that the store did not list, once: its owner has been there since.
 */
export async function askForLook(
  sql: TenantSql,
  storeId: string,
  { byNewCredentials = false }: { byNewCredentials?: boolean } = {},
): Promise<void> {
  await sql`
    insert into store_webhooks as w (tenant_id, store_id, state, reason, look_due_at)
    select s.tenant_id, s.id, 'refused', ${NOT_TRIED}::text, now()
      from stores s
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid and s.webhooks = 'auto'
        on conflict (tenant_id, store_id) do update
       set look_due_at = now(), updated_at = now(),
           state = case when w.state = 'off' or (w.state = 'by_hand' and ${byNewCredentials}::boolean)
             then excluded.state else w.state end,
           reason = case when w.state = 'off' or (w.state = 'by_hand' and ${byNewCredentials}::boolean)
             then excluded.reason else w.reason end,
           looked_at = case when ${byNewCredentials}::boolean then now() else w.looked_at end,
           topics = case when ${byNewCredentials}::boolean
             then (select coalesce(jsonb_agg(case when w.state = 'by_hand' then topic - 'external_id'
                                                  when topic ->> 'state' = 'refused' then topic || '{"reason": null}'
                                                  else topic end order by place), '[]')
                     from jsonb_array_elements(w.topics) with ordinality as each(topic, place))
             else w.topics end`;
}

/** Nobody wants them any more: the next look takes ours away at the store, where there are any. */
export async function askForRemoval(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update store_webhooks
       set state = 'off', reason = 'Ours are taken away at the store within a minute or two.', look_due_at = now(),
           updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid`;
}

/**
 * After an answer of ours that told a store to come again, or that it never got: stores switch off what is not answered.
 * At most every 10 minutes a store.
 */
export async function noteOwnFailure(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update store_webhooks
       set look_due_at = least(look_due_at, greatest(now(), looked_at + interval '10 minutes'))
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and look_due_at is not null`;
}

export interface StoreToLookAt {
  tenantId: string;
  storeId: string;
}

/** Where a listing goes on: behind this store. `dueAt`: as the database writes it; null for one that nobody looked after. */
export interface PlaceOfLook {
  dueAt: string | null;
  storeId: string;
}

const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Stores whose look is due, who waits longest first, and where `alsoNew`, behind them, those that nobody looked after yet:
 * they were connected before there were webhooks, or by an API that knows of none. 7 ms of 10,000 stores, 1 ms without those.
 */
export async function listDueRegistrations(
  sql: SystemSql,
  { alsoNew, after = null, limit }: { alsoNew: boolean; after?: PlaceOfLook | null; limit: number },
): Promise<(StoreToLookAt & PlaceOfLook)[]> {
  const isAmongNew = after !== null && after.dueAt === null;
  const dueAfter = isAmongNew ? 'infinity' : (after?.dueAt ?? '-infinity');
  const newAfter = isAmongNew ? after.storeId : LOWEST_ID;
  const { rows } = await sql<StoreToLookAt & PlaceOfLook>`
    select "tenantId", "storeId", due::text as "dueAt"
      from ((select w.tenant_id as "tenantId", w.store_id as "storeId", w.look_due_at as due
               from store_webhooks w
               join tenants t on t.id = w.tenant_id and t.is_active
              where w.look_due_at <= now()
                and (w.look_due_at, w.store_id) > (${dueAfter}::timestamptz, ${after?.storeId ?? LOWEST_ID}::uuid)
              order by w.look_due_at, w.store_id
              limit ${limit}::int)
             union all
            (select s.tenant_id, s.id, null
               from stores s
               join tenants t on t.id = s.tenant_id and t.is_active
              where ${alsoNew}::boolean and s.webhooks = 'auto' and s.status <> 'disconnected'
                and s.id > ${newAfter}::uuid
                and not exists (select from store_webhooks w where w.store_id = s.id and w.look_due_at is not null)
              order by s.id
              limit ${limit}::int)) listed
     order by due nulls last, "storeId"
     limit ${limit}::int`;
  return rows;
}

/**
 * Nobody looks after them any more, and no delivery is the store's. Who was looking finds itself overtaken. What may be left
 * at the store is known still: it signs with a secret that is destroyed here, and is replaced if the store comes back.
 */
export async function forgetWebhooks(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update store_webhooks
       set state = 'off', reason = null, sealed_secret = null, sealed_former_secret = null, uninstall_told_at = null,
           look_due_at = null, updated_at = now(),
           topics = (select coalesce(jsonb_agg(topic - 'reason' || '{"state": "missing"}' order by place), '[]')
                       from jsonb_array_elements(topics) with ordinality as each(topic, place))
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid`;
}

/** Longer than any look: should it die, another one is made then. */
const LEASE_MINUTES = 10;

/** Takes the look that is due; null where somebody else has it, or it is nobody's any more. */
export async function takeLook(sql: TenantSql, storeId: string): Promise<Registration | null> {
  await sql`
    insert into store_webhooks (tenant_id, store_id, state, reason, look_due_at)
    select s.tenant_id, s.id, 'refused', ${NOT_TRIED}::text, now()
      from stores s
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
       and s.webhooks = 'auto' and s.status <> 'disconnected'
        on conflict (tenant_id, store_id) do update set look_due_at = now()
     where store_webhooks.look_due_at is null`;
  const { rows } = await sql<Registration>`
    update store_webhooks w
       set look_due_at = now() + make_interval(mins => ${LEASE_MINUTES}::int), looked_at = now()
      from stores s, store_webhooks before
     where w.tenant_id = ${sql.tenantId}::uuid and w.store_id = ${storeId}::uuid and w.look_due_at <= now()
       and s.tenant_id = w.tenant_id and s.id = w.store_id
       and before.tenant_id = w.tenant_id and before.store_id = w.store_id
    returning w.tenant_id as "tenantId", w.store_id as "storeId", s.webhooks as wish, w.state, w.reason,
              w.delivery_url as "deliveryUrl", w.topics, w.sealed_secret as "sealedSecret",
              w.sealed_former_secret as "sealedFormerSecret", w.secret_since as "secretSince",
              w.uninstall_told_at as "uninstallToldAt", w.look_due_at::text as lease, now() as now,
              before.looked_at as "lookedBefore",
              (before.looked_at at time zone 'UTC')::date is distinct from (now() at time zone 'UTC')::date as "isFirstOfDay"`;
  return rows[0] ?? null;
}

/** Minutes until the next look: spread, so that stores which were connected together are not looked at together. */
const NEXT_LOOK = { settled: 60, troubled: 15 } as const;

export interface Settled {
  state: WebhookState;
  reason: string | null;
  deliveryUrl: string | null;
  topics: readonly WebhookTopic[];
  /** `never`: until somebody asks for one. */
  next: keyof typeof NEXT_LOOK | 'never';
}

/** Writes what a look came to. False: it was overtaken by who asked for another one, or by a disconnect. */
export async function settleLook(
  sql: TenantSql,
  { storeId, lease }: Pick<Registration, 'storeId' | 'lease'>,
  { state, reason, deliveryUrl, topics, next }: Settled,
): Promise<boolean> {
  const minutes = next === 'never' ? null : NEXT_LOOK[next];
  const { rowCount } = await sql`
    update store_webhooks
       set state = ${state}::text, reason = ${reason}::text, delivery_url = ${deliveryUrl}::text,
           topics = ${JSON.stringify(topics)}::jsonb, updated_at = now(),
           look_due_at = now() + make_interval(mins => ${minutes}::int) * (0.9 + 0.2 * random())
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
       and look_due_at = ${lease}::timestamptz`;
  return rowCount === 1;
}

/** What the store told until then of our being uninstalled was asked about, and answered. */
export async function forgetUninstall(sql: TenantSql, storeId: string, toldAt: Date | null): Promise<void> {
  await sql`
    update store_webhooks set uninstall_told_at = null
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
       and date_trunc('milliseconds', uninstall_told_at) <= ${toldAt}::timestamptz`;
}
