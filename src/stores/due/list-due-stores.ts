import { onlyRow, type SystemSql } from '../../database/sql';
import type { Platform } from '../../model/platform';

/** Where a list of due stores goes on: behind this one. */
export interface DuePlace {
  /** As the database writes it, to the microsecond. */
  dueAt: string;
  id: string;
}

export interface DueStore extends DuePlace {
  tenantId: string;
}

interface DueAt {
  platform: Platform;
  /** Those that were due then; the others come in the next sweep. */
  at: Date;
  after: DuePlace | null;
}

/** The next stores of a platform that were due at a moment, who waits longest first; not those of inactive tenants. */
export async function listDueStores(
  sql: SystemSql,
  { platform, at, after, limit }: DueAt & { limit: number },
): Promise<DueStore[]> {
  const { rows } = await sql<DueStore>`
    select store.id, store.tenant_id as "tenantId", store.due_at::text as "dueAt"
      from stores store
      join tenants tenant on tenant.id = store.tenant_id and tenant.is_active
     where store.platform = ${platform}::text
       and store.due_at is not null and store.paused_at is null and store.status <> 'disconnected'
       and store.due_at <= ${at}::timestamptz
       and (store.due_at, store.id) > (${after?.dueAt ?? '-infinity'}::timestamptz, ${after?.id ?? LOWEST_ID}::uuid)
     order by store.due_at, store.id
     limit ${limit}::int`;
  return rows;
}

const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/** How many of them are behind a place. */
export async function countDueStores(sql: SystemSql, { platform, at, after }: DueAt): Promise<number> {
  const { rows } = await sql<{ due: number }>`
    select count(*) as due
      from stores store
      join tenants tenant on tenant.id = store.tenant_id and tenant.is_active
     where store.platform = ${platform}::text
       and store.due_at is not null and store.paused_at is null and store.status <> 'disconnected'
       and store.due_at <= ${at}::timestamptz
       and (store.due_at, store.id) > (${after?.dueAt ?? '-infinity'}::timestamptz, ${after?.id ?? LOWEST_ID}::uuid)`;
  return onlyRow(rows).due;
}

/** The database's clock, by which stores are due, and how many of a platform's are paused. */
export async function beginSweep(sql: SystemSql, platform: Platform): Promise<{ at: Date; paused: number }> {
  const { rows } = await sql<{ at: Date; paused: number }>`
    select now() as at, count(*) as paused
      from stores
     where platform = ${platform}::text and paused_at is not null and status <> 'disconnected'`;
  return onlyRow(rows);
}
