import type { RowOf, TenantSql } from '../database/sql';
import type { apiKeys, tenants } from '../database/tables/tenancy';
import type { Scope } from '../model/scopes';
import { IS_GOOD } from './key-life';
import { isKeyOf, prefixOfKey } from './key-text';

export type TenantAuthentication =
  | {
      kind: 'tenant';
      tenant: { id: string; name: string; slug: string; isActive: boolean };
      key: { id: string; name: string; scopes: Scope[] };
    }
  | { kind: 'refused' };

const REFUSED: TenantAuthentication = { kind: 'refused' };

/**
 * Whether the key is one of the transaction's tenant: one answer for a wrong, a revoked, an expired and another tenant's
 * key. An inactive tenant is recognised; what it may do is the caller's matter.
 */
export async function authenticateTenant(sql: TenantSql, key: string): Promise<TenantAuthentication> {
  const prefix = prefixOfKey('tenant', key);
  if (prefix === null) return REFUSED;

  const { rows } = await sql<KeyRow>`
    select tenant.id, tenant.name, tenant.slug, tenant.is_active,
           api_key.id as key_id, api_key.name as key_name, api_key.hash, api_key.scopes
      from api_keys api_key
      join tenants tenant on tenant.id = api_key.tenant_id
     where api_key.tenant_id = ${sql.tenantId}::uuid
       and api_key.prefix = ${prefix}::text
       and ${IS_GOOD}`;
  const [row] = rows;
  if (!isKeyOf(key, row?.hash) || row === undefined) return REFUSED;
  return {
    kind: 'tenant',
    tenant: { id: row.id, name: row.name, slug: row.slug, isActive: row.is_active },
    key: { id: row.key_id, name: row.key_name, scopes: row.scopes },
  };
}

type KeyRow = Pick<RowOf<typeof tenants>, 'id' | 'name' | 'slug' | 'is_active'> &
  Pick<RowOf<typeof apiKeys>, 'hash' | 'scopes'> & { key_id: string; key_name: string };
