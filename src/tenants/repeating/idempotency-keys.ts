import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { onlyRow, type RowOf, sqlPart } from '../../database/sql';
import type { idempotencyKeys } from '../../database/tables/idempotency-keys';
import type { Sealer } from '../../stores/sealed-credentials';
import { isOwn, type KeysSql, ownerOf, tenantOf } from './whose-keys';

/** A request under an `Idempotency-Key`. The same key of another caller, or on another route, is another key. */
export interface KeyedRequest {
  caller: string;
  route: string;
  key: string;
  /** Of what was asked: two requests with the same are the same request. */
  hash: string;
}

/** The right to make what was asked for, until the key is taken again. */
export interface Attempt {
  rowId: string;
  id: string;
  hash: string;
}

export type Taken =
  | { kind: 'taken'; attempt: Attempt }
  | { kind: 'answered'; answer: unknown }
  /** Another request, which may still make something. */
  | { kind: 'under_way' }
  | { kind: 'other_request' };

/** What a row seals. The answer is null until there is one. */
const Kept = z.object({ hash: z.string(), answer: z.unknown() });

/** Whoever has not answered by then is taken to be gone. */
const PATIENCE = sqlPart`interval '60 seconds'`;
const KEPT = sqlPart`interval '24 hours'`;

/**
 * Takes the key for one request, in a transaction of its own, before anything is made. One that comes meanwhile, or again,
 * finds the row; it waits for an answer that is being committed.
 */
export async function takeKey(sql: KeysSql, sealer: Sealer, request: KeyedRequest): Promise<Taken> {
  const { caller, route, key, hash } = request;
  const attempt: Attempt = { rowId: randomUUID(), id: randomUUID(), hash };
  const { rows } = await sql<KeyRow>`
    insert into idempotency_keys as known (id, tenant_id, caller, route, key, attempt, sealed)
    values (${attempt.rowId}::uuid, ${tenantOf(sql)}::uuid, ${caller}::text, ${route}::text, ${key}::text,
            ${attempt.id}::uuid, ${seal(sql, sealer, attempt, null)}::bytea)
        on conflict (tenant_id, caller, route, key) do update set key = known.key -- locks it, and answers it
    returning id, sealed, answered_at, taken_at < clock_timestamp() - ${KEPT} as is_over,
              taken_at < clock_timestamp() - ${PATIENCE} as is_left`;
  const row = onlyRow(rows);
  return row.id === attempt.rowId ? { kind: 'taken', attempt } : takeKnownKey(sql, sealer, row, hash);
}

type KeyRow = Pick<RowOf<typeof idempotencyKeys>, 'id' | 'sealed' | 'answered_at'> & {
  is_over: boolean;
  is_left: boolean;
};

async function takeKnownKey(sql: KeysSql, sealer: Sealer, known: KeyRow, hash: string): Promise<Taken> {
  if (known.is_over) return { kind: 'taken', attempt: await takeAgain(sql, sealer, known.id, hash) };

  const sealed = Kept.parse(sealer.unseal(ownerOf(sql, known.id), known.sealed));
  if (sealed.hash !== hash) return { kind: 'other_request' };
  if (known.answered_at !== null) return { kind: 'answered', answer: sealed.answer };
  if (!known.is_left) return { kind: 'under_way' };
  return { kind: 'taken', attempt: await takeAgain(sql, sealer, known.id, hash) };
}

async function takeAgain(sql: KeysSql, sealer: Sealer, rowId: string, hash: string): Promise<Attempt> {
  const attempt: Attempt = { rowId, id: randomUUID(), hash };
  await sql`
    update idempotency_keys
       set attempt = ${attempt.id}::uuid, taken_at = clock_timestamp(), answered_at = null,
           sealed = ${seal(sql, sealer, attempt, null)}::bytea
     where ${isOwn(sql)} and id = ${rowId}::uuid`;
  return attempt;
}

/**
 * Keeps the answer, in the transaction that makes what it tells of. False: the key was taken again meanwhile, or its tenant's
 * rows are gone, and this one must make nothing.
 */
export async function keepAnswer(sql: KeysSql, sealer: Sealer, attempt: Attempt, answer: unknown): Promise<boolean> {
  const { rowCount } = await sql`
    update idempotency_keys
       set answered_at = clock_timestamp(), sealed = ${seal(sql, sealer, attempt, answer)}::bytea
     where ${isOwn(sql)}
       and id = ${attempt.rowId}::uuid
       and attempt = ${attempt.id}::uuid
       and answered_at is null`;
  return rowCount === 1;
}

/** Gives the key back where no answer was kept: the request may be sent again at once. */
export async function giveBackKey(sql: KeysSql, { rowId, id }: Attempt): Promise<void> {
  await sql`
    delete from idempotency_keys
     where ${isOwn(sql)}
       and id = ${rowId}::uuid
       and attempt = ${id}::uuid
       and answered_at is null`;
}

function seal(sql: KeysSql, sealer: Sealer, { rowId, hash }: Attempt, answer: unknown): Buffer {
  const kept: z.input<typeof Kept> = { hash, answer };
  return sealer.seal(ownerOf(sql, rowId), kept);
}
