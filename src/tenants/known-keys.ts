import type { SystemSql } from '../database/sql';
import { IS_GOOD } from './key-life';
import { isKeyOf, prefixOfKey } from './key-text';

/** A key as somebody sent it; null: as an operator's. */
export interface SentKey {
  tenantId: string | null;
  key: string;
}

/**
 * The ids of those keys that are the named tenant's, or an operator's, in their order; null for all others. One statement
 * for however many, so that a flood of wrong ones costs the database no more than a few good ones. It opens nothing: each
 * request still asks for its key by itself.
 */
export async function knownKeys(sql: SystemSql, sent: readonly SentKey[]): Promise<(string | null)[]> {
  const ofTenants = sent.flatMap(({ tenantId, key }) => (tenantId === null ? [] : (prefixOfKey('tenant', key) ?? [])));
  const ofOperators = sent.flatMap(({ tenantId, key }) =>
    tenantId === null ? (prefixOfKey('operator', key) ?? []) : [],
  );
  const { rows } = await sql<{ id: string; tenant_id: string | null; prefix: string; hash: Buffer }>`
    select id, tenant_id, prefix, hash
      from api_keys
     where prefix = any(${ofTenants}::text[])
       and ${IS_GOOD}
     union all
    select id, null, prefix, hash
      from operators
     where prefix = any(${ofOperators}::text[])
       and ${IS_GOOD}`;
  const known = new Map(rows.map((row) => [`${row.tenant_id} ${row.prefix}`, row]));
  return sent.map(({ tenantId, key }) => {
    const row = known.get(`${tenantId} ${prefixOfKey(tenantId === null ? 'operator' : 'tenant', key)}`);
    return isKeyOf(key, row?.hash) && row !== undefined ? row.id : null;
  });
}
