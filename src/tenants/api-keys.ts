import { randomUUID } from 'node:crypto';
import type { Page, PageRequest } from '../database/page';
import { onlyRow, type RowOf, type SystemSql } from '../database/sql';
import type { apiKeys } from '../database/tables/tenancy';
import type { Scope } from '../model/scopes';
import { IS_GOOD, LISTED_KEY, type ListedKey, pageOfKeys, type Rotated, type Rotation } from './key-life';
import { hashOfKey, newKeyText } from './key-text';

/** A key as it is shown once, when it is made: only its hash is kept. */
export interface NewApiKey {
  id: string;
  key: string;
  name: string;
  scopes: Scope[];
  expiresAt: Date | null;
}

export interface ListedApiKey extends ListedKey {
  scopes: Scope[];
}

interface MadeApiKey {
  tenantId: string;
  name: string;
  scopes: readonly Scope[];
  expiresAt?: string | null | undefined;
  id?: string;
}

/** null when there is no such tenant, or it is being deleted. */
export async function createApiKey(
  sql: SystemSql,
  { tenantId, name, scopes, expiresAt = null, id = randomUUID() }: MadeApiKey,
): Promise<NewApiKey | null> {
  const { key, prefix } = newKeyText('tenant');
  const { rows } = await sql<Pick<RowOf<typeof apiKeys>, 'name' | 'scopes' | 'expires_at'>>`
    insert into api_keys (tenant_id, id, name, prefix, hash, scopes, expires_at)
    select tenant.id, ${id}::uuid, ${name}::text, ${prefix}::text, ${hashOfKey(key)}::bytea,
           ${[...new Set(scopes)]}::text[], ${expiresAt}::timestamptz
      from tenants tenant
     where tenant.id = ${tenantId}::uuid and tenant.deletion_asked_at is null
    returning name, scopes, expires_at`;
  const [row] = rows;
  return row === undefined ? null : { id, key, name: row.name, scopes: row.scopes, expiresAt: row.expires_at };
}

/** The keys of a tenant, newest first, those that are good no more too. */
export async function listApiKeys(
  sql: SystemSql,
  { tenantId, limit, after }: PageRequest & { tenantId: string },
): Promise<Page<ListedApiKey>> {
  const [afterId = null] = after ?? [];
  const { rows } = await sql<ListedApiKey>`
    select ${LISTED_KEY}, scopes
      from api_keys
     where tenant_id = ${tenantId}::uuid
       and (${afterId}::uuid is null
            or (created_at, id) < (select created_at, id from api_keys
                                    where tenant_id = ${tenantId}::uuid and id = ${afterId}::uuid))
     order by created_at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfKeys('tenant', rows, limit);
}

/** A key of the same name and scopes in place of one that is good. The old one ends after the overlap, if not before. */
export async function rotateApiKey(
  sql: SystemSql,
  { tenantId, keyId, overlapSeconds, expiresAt }: Rotation & { tenantId: string; keyId: string },
): Promise<Rotated<NewApiKey>> {
  const { rows } = await sql<GoodKey>`
    select name, scopes, replaced_by, (now() + (expires_at - created_at))::text as as_long_again
      from api_keys
     where tenant_id = ${tenantId}::uuid
       and id = ${keyId}::uuid
       and ${IS_GOOD}
       and exists (select from tenants where id = ${tenantId}::uuid and deletion_asked_at is null)
       for update`;
  const [old] = rows;
  if (old === undefined) return { kind: 'not_found' };
  if (old.replaced_by !== null) return { kind: 'rotated_before', replacedBy: old.replaced_by };

  const { name, scopes, as_long_again } = old;
  const key = await createApiKey(sql, {
    tenantId,
    name,
    scopes,
    expiresAt: expiresAt === undefined ? as_long_again : expiresAt,
  });
  if (key === null) throw new Error(`tenant ${tenantId} is gone, and its key ${keyId} is not`);
  const ended = await sql<{ expires_at: Date }>`
    update api_keys
       set replaced_by = ${key.id}::uuid,
           expires_at = least(expires_at, now() + ${overlapSeconds}::int * interval '1 second')
     where tenant_id = ${tenantId}::uuid
       and id = ${keyId}::uuid
    returning expires_at`;
  return { kind: 'rotated', key, oldExpiresAt: onlyRow(ended.rows).expires_at };
}

type GoodKey = Pick<RowOf<typeof apiKeys>, 'name' | 'scopes' | 'replaced_by'> & { as_long_again: string | null };

/**
 * Revokes a key, and those in whose place it was made, which may still be in their overlap: whoever takes a key away
 * means its holder. False when this tenant has no such key, or it was revoked before.
 */
export async function revokeApiKey(
  sql: SystemSql,
  { tenantId, keyId }: { tenantId: string; keyId: string },
): Promise<boolean> {
  const { rowCount } = await sql`
    with recursive taken as (
      select id
        from api_keys
       where tenant_id = ${tenantId}::uuid
         and id = ${keyId}::uuid
         and revoked_at is null
       union
      select older.id
        from taken
        join api_keys older on older.tenant_id = ${tenantId}::uuid and older.replaced_by = taken.id
    )
    update api_keys api_key
       set revoked_at = now()
      from taken
     where api_key.tenant_id = ${tenantId}::uuid
       and api_key.id = taken.id
       and api_key.revoked_at is null`;
  return rowCount !== 0;
}
