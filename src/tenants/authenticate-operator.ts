import type { RowOf, SystemSql } from '../database/sql';
import type { operators } from '../database/tables/operators';
import { IS_GOOD } from './key-life';
import { isKeyOf, prefixOfKey } from './key-text';

export type OperatorAuthentication = { kind: 'operator'; id: string; name: string } | { kind: 'refused' };

const REFUSED: OperatorAuthentication = { kind: 'refused' };

/** Whose key it is: one answer for a wrong, a revoked and an expired one. */
export async function authenticateOperator(sql: SystemSql, key: string): Promise<OperatorAuthentication> {
  const prefix = prefixOfKey('operator', key);
  if (prefix === null) return REFUSED;

  const { rows } = await sql<Pick<RowOf<typeof operators>, 'id' | 'name' | 'hash'>>`
    select id, name, hash
      from operators
     where prefix = ${prefix}::text
       and ${IS_GOOD}`;
  const [row] = rows;
  if (!isKeyOf(key, row?.hash) || row === undefined) return REFUSED;
  return { kind: 'operator', id: row.id, name: row.name };
}
