import type { SystemSql } from '../../database/sql';
import { TENANT_LIST, type Tenant } from '../tenant';

export type MarkedTenant =
  | { kind: 'marked'; isNews: boolean }
  | { kind: 'not_found' }
  /** `confirmName` is not its name. */
  | { kind: 'not_confirmed' };

/** From here on its keys are refused, no run of it begins, and it cannot be switched on again. Marked twice is once. */
export async function markForDeletion(
  sql: SystemSql,
  { tenantId, confirmName }: { tenantId: string; confirmName: string },
): Promise<MarkedTenant> {
  const { rows } = await sql<Tenant>`select ${TENANT_LIST} from tenants where id = ${tenantId}::uuid for update`;
  const [tenant] = rows;
  if (tenant === undefined) return { kind: 'not_found' };
  if (tenant.name !== confirmName) return { kind: 'not_confirmed' };
  if (tenant.deletionAskedAt !== null) return { kind: 'marked', isNews: false };
  await sql`update tenants set deletion_asked_at = now(), is_active = false where id = ${tenantId}::uuid`;
  return { kind: 'marked', isNews: true };
}

/**
 * Whether the tenant is marked; null when there is none. The mark is set in a transaction that starts the deletion before
 * it commits: it is waited for.
 */
export async function isMarkedForDeletion(sql: SystemSql, tenantId: string): Promise<boolean | null> {
  const { rows } = await sql<{ is_marked: boolean }>`
    select deletion_asked_at is not null as is_marked from tenants where id = ${tenantId}::uuid for update`;
  return rows[0]?.is_marked ?? null;
}
