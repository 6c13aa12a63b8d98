import { type Page, pageOfRows } from '../database/page';
import { onlyRow, type Sql, type SqlPart, sqlPart } from '../database/sql';
import { type KeyOwner, shownPrefix } from './key-text';

/** What a list shows of a key, whoever it belongs to: neither the key nor its hash. */
export interface ListedKey {
  id: string;
  name: string;
  /** The key's beginning. */
  prefix: string;
  createdAt: Date;
  /** To the minute. */
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** The key that was made in its place. */
  replacedBy: string | null;
}

/** The columns of it; scopes stand beside where there are any. */
export const LISTED_KEY: SqlPart = sqlPart`
  id, name, prefix, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt",
  revoked_at as "revokedAt", replaced_by as "replacedBy"`;

/** A page of them, newest first, with a row more where there are more. */
export const pageOfKeys = <Listed extends ListedKey>(owner: KeyOwner, rows: Listed[], limit: number): Page<Listed> =>
  pageOfRows(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({ ...row, prefix: shownPrefix(owner, row.prefix) }),
  );

/** Of a row of keys, by the database's clock: neither revoked nor expired. */
export const IS_GOOD: SqlPart = sqlPart`revoked_at is null and (expires_at is null or expires_at > now())`;

export interface Rotation {
  /** How long the old key stays good. */
  overlapSeconds: number;
  /** Of the new key; null: never; absent: it lives as long as the old one was made to live. */
  expiresAt?: string | null | undefined;
}

export type Rotated<New> =
  | { kind: 'rotated'; key: New; oldExpiresAt: Date }
  | { kind: 'rotated_before'; replacedBy: string }
  | { kind: 'not_found' };

/** By the database's clock, which all keys are judged by. */
export async function isInFuture(sql: Sql, moment: string): Promise<boolean> {
  const { rows } = await sql<{ ahead: boolean }>`select ${moment}::timestamptz > now() as ahead`;
  return onlyRow(rows).ahead;
}
