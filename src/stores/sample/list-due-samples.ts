import type { SystemSql } from '../../database/sql';
import type { Platform } from '../../model/platform';

/** Where a list of due samples goes on: behind this one. */
export interface SamplePlace {
  /** As the database writes it, to the microsecond. */
  dueAt: string;
  id: string;
}

export interface StoreToSample extends SamplePlace {
  tenantId: string;
  platform: Platform;
  name: string;
}

/**
 * The next stores whose sample is due, who waits longest first: those that were read whole and are active, of active
 * tenants. One that no sample was ever taken of is due before all others.
 */
export async function listDueSamples(
  sql: SystemSql,
  { after, limit }: { after: SamplePlace | null; limit: number },
): Promise<StoreToSample[]> {
  const { rows } = await sql<StoreToSample>`
    select store.id, store.tenant_id as "tenantId", store.platform, store.name,
           coalesce(store.sample_due_at, '-infinity'::timestamptz)::text as "dueAt"
      from stores store
      join tenants tenant on tenant.id = store.tenant_id and tenant.is_active
     where store.read_run is not null and store.paused_at is null and store.status = 'active'
       and coalesce(store.sample_due_at, '-infinity'::timestamptz) <= now()
       and (coalesce(store.sample_due_at, '-infinity'::timestamptz), store.id)
           > (${after?.dueAt ?? '-infinity'}::timestamptz, ${after?.id ?? LOWEST_ID}::uuid)
     order by coalesce(store.sample_due_at, '-infinity'::timestamptz), store.id
     limit ${limit}::int`;
  return rows;
}

const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
