import { onlyRow, type Sql } from '../database/sql';

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
