import type { RowOf, SystemSql } from '../database/sql';
import type { apiKeys } from '../database/tables/tenancy';
import type { Scope } from '../model/scopes';
import { hashOfKey, newKeyText } from './key-text';

/** A key as it is shown once, when it is made: only its hash is kept. */
export interface NewApiKey {
  id: string;
  key: string;
  name: string;
  scopes: Scope[];
}

/** null when there is no such tenant. */
export async function createApiKey(
  sql: SystemSql,
  { tenantId, name, scopes }: { tenantId: string; name: string; scopes: readonly Scope[] },
): Promise<NewApiKey | null> {
  const { key, prefix } = newKeyText();
  const { rows } = await sql<Pick<RowOf<typeof apiKeys>, 'id' | 'name' | 'scopes'>>`
    insert into api_keys (tenant_id, name, prefix, hash, scopes)
    select tenant.id, ${name}::text, ${prefix}::text, ${hashOfKey(key)}::bytea, ${[...new Set(scopes)]}::text[]
      from tenants tenant
     where tenant.id = ${tenantId}::uuid
    returning id, name, scopes`;
  const [row] = rows;
  return row === undefined ? null : { id: row.id, key, name: row.name, scopes: row.scopes };
}

/** False when this tenant has no such key, or it was revoked before. */
export async function revokeApiKey(
  sql: SystemSql,
  { tenantId, keyId }: { tenantId: string; keyId: string },
): Promise<boolean> {
  const { rowCount } = await sql`
    update api_keys
       set revoked_at = now()
     where tenant_id = ${tenantId}::uuid
       and id = ${keyId}::uuid
       and revoked_at is null`;
  return rowCount === 1;
}
