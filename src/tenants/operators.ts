import { randomUUID } from 'node:crypto';
import type { Page, PageRequest } from '../database/page';
import { onlyRow, type RowOf, type SystemSql } from '../database/sql';
import type { operators } from '../database/tables/operators';
import { IS_GOOD, LISTED_KEY, type ListedKey, pageOfKeys, type Rotated, type Rotation } from './key-life';
import { hashOfKey, newKeyText } from './key-text';

/** The name of whoever has `OPERATOR_KEY`: nobody else may be written down under it. */
export const FIRST_OPERATOR = 'operator';

/** An operator's key as it is shown once. */
export interface NewOperator {
  id: string;
  key: string;
  name: string;
  expiresAt: Date | null;
}

export type CreatedOperator = { kind: 'created'; operator: NewOperator } | { kind: 'name_taken' };

export async function createOperator(
  sql: SystemSql,
  { name, expiresAt = null }: { name: string; expiresAt?: string | null | undefined },
): Promise<CreatedOperator> {
  const operator = name === FIRST_OPERATOR ? null : await insertOperator(sql, { id: randomUUID(), name, expiresAt });
  return operator === null ? { kind: 'name_taken' } : { kind: 'created', operator };
}

/** null when another key that is neither revoked nor replaced has the name. */
async function insertOperator(
  sql: SystemSql,
  { id, name, expiresAt }: { id: string; name: string; expiresAt: string | null },
): Promise<NewOperator | null> {
  const { key, prefix } = newKeyText('operator');
  const { rows } = await sql<Pick<RowOf<typeof operators>, 'expires_at'>>`
    insert into operators (id, name, prefix, hash, expires_at)
    values (${id}::uuid, ${name}::text, ${prefix}::text, ${hashOfKey(key)}::bytea, ${expiresAt}::timestamptz)
        on conflict (name) where revoked_at is null and replaced_by is null do nothing
    returning expires_at`;
  const [row] = rows;
  return row === undefined ? null : { id, key, name, expiresAt: row.expires_at };
}

/** Newest first, those whose key is good no more too. Whoever has `OPERATOR_KEY` is not among them. */
export async function listOperators(sql: SystemSql, { limit, after }: PageRequest): Promise<Page<ListedKey>> {
  const [afterId = null] = after ?? [];
  const { rows } = await sql<ListedKey>`
    select ${LISTED_KEY}
      from operators
     where ${afterId}::uuid is null
        or (created_at, id) < (select created_at, id from operators where id = ${afterId}::uuid)
     order by created_at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfKeys('operator', rows, limit);
}

/** A key of the same name in place of one that is good. The old one ends after the overlap, if not before. */
export async function rotateOperator(
  sql: SystemSql,
  { id, overlapSeconds, expiresAt }: Rotation & { id: string },
): Promise<Rotated<NewOperator>> {
  const { rows } = await sql<GoodKey>`
    select name, replaced_by, (now() + (expires_at - created_at))::text as as_long_again
      from operators
     where id = ${id}::uuid
       and ${IS_GOOD}
       for update`;
  const [old] = rows;
  if (old === undefined) return { kind: 'not_found' };
  if (old.replaced_by !== null) return { kind: 'rotated_before', replacedBy: old.replaced_by };

  const newId = randomUUID();
  const ended = await sql<{ expires_at: Date }>`
    update operators
       set replaced_by = ${newId}::uuid,
           expires_at = least(expires_at, now() + ${overlapSeconds}::int * interval '1 second')
     where id = ${id}::uuid
    returning expires_at`;
  const key = await insertOperator(sql, {
    id: newId,
    name: old.name,
    expiresAt: expiresAt === undefined ? old.as_long_again : expiresAt,
  });
  if (key === null) throw new Error(`operator ${id} is replaced, and its name is taken all the same`);
  return { kind: 'rotated', key, oldExpiresAt: onlyRow(ended.rows).expires_at };
}

type GoodKey = Pick<RowOf<typeof operators>, 'name' | 'replaced_by'> & { as_long_again: string | null };

export type RevokedOperator = { kind: 'revoked'; name: string } | { kind: 'not_found' } | { kind: 'last_way_in' };

/**
 * Revokes an operator's key, and those in whose place it was made, which may still be in their overlap.
 * `hasOtherWay`: somebody could still make operators if there were none left.
 */
export async function revokeOperator(
  sql: SystemSql,
  { id, hasOtherWay }: { id: string; hasOtherWay: boolean },
): Promise<RevokedOperator> {
  // Two who revoke each other's key at once come one after the other.
  const { rows: standing } = await sql<{ id: string; good: boolean }>`
    select id, ${IS_GOOD} as good
      from operators
     where revoked_at is null
     order by id
       for update`;
  if (!standing.some((row) => row.id === id)) return { kind: 'not_found' };

  const { rows: taken } = await sql<{ id: string; name: string }>`
    with recursive taken as (
      select id, name from operators where id = ${id}::uuid
       union
      select older.id, older.name from taken join operators older on older.replaced_by = taken.id
    )
    select id, name from taken`;
  const ids = taken.map((row) => row.id);
  if (!hasOtherWay && !standing.some((row) => row.good && !ids.includes(row.id))) return { kind: 'last_way_in' };

  await sql`update operators set revoked_at = now() where id = any(${ids}::uuid[]) and revoked_at is null`;
  return { kind: 'revoked', name: onlyRow(taken).name };
}
