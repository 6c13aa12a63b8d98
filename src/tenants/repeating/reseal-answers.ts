import type { RowOf } from '../../database/sql';
import type { idempotencyKeys } from '../../database/tables/idempotency-keys';
import type { Sealer } from '../../stores/sealed-credentials';
import { isOwn, type KeysSql, ownerOf } from './whose-keys';

/** Rows a transaction. */
const LOT = 100;

/**
 * Seals anew what older keys sealed, a lot of it; answers how many, 0 when none is left. What was sealed with a key that is
 * none of ours stays: nobody can read it, and it goes within a day.
 *
 * @throws a `SealError` where one is damaged.
 */
export async function resealAnswers(sql: KeysSql, sealer: Sealer): Promise<number> {
  const [first, ...older] = sealer.keyIds;
  const { rows } = await sql<Pick<RowOf<typeof idempotencyKeys>, 'id' | 'sealed'>>`
    select id, sealed
      from idempotency_keys
     where ${isOwn(sql)}
       and encode(substring(sealed from 1 for ${first.length}::int), 'escape') = any(${older}::text[])
     limit ${LOT}::int
       for update`;
  for (const { id, sealed } of rows) {
    const owner = ownerOf(sql, id);
    await sql`
      update idempotency_keys set sealed = ${sealer.seal(owner, sealer.unseal(owner, sealed))}::bytea
       where ${isOwn(sql)} and id = ${id}::uuid`;
  }
  return rows.length;
}
