import { onlyRow, type TenantSql } from '../../database/sql';

/** A change's moment is when its transaction began: one that comes later in the feed may have begun so much earlier. */
const LONGEST_TRANSACTION_MINUTES = 5;

/**
 * The number after which all changes of a moment or later come, some minutes' earlier ones among them. The numbers are
 * halved until it is found, some twenty looks of a row each: an index by time would cost every change.
 */
export async function placeOfMoment(
  sql: TenantSql,
  moment: string,
): Promise<{ kind: 'place'; after: number } | { kind: 'expired'; expiredAt: Date }> {
  const { rows } = await sql<{ after: number; expired_at: Date | null; is_expired: boolean | null }>`
    with recursive feed as (
      select last_seq, expired_seq, expired_at, expired_at >= ${moment}::timestamptz as is_expired
        from change_counters
       where tenant_id = ${sql.tenantId}::uuid
    ),
    -- Up to "low" all are earlier, from "high" on none is, or there is none.
    narrowed as (
      select expired_seq as low, last_seq + 1 as high from feed
       union all
      select case when looked_at.is_earlier then (low + high) / 2 else low end,
             case when looked_at.is_earlier then high else (low + high) / 2 end
        from narrowed
        left join lateral (
          select at < ${moment}::timestamptz - make_interval(mins => ${LONGEST_TRANSACTION_MINUTES}::int) as is_earlier
            from product_changes
           where tenant_id = ${sql.tenantId}::uuid and seq >= (low + high) / 2
           order by seq
           limit 1) looked_at on true
       where high - low > 1
    )
    select (select low from narrowed order by high - low limit 1) as after, expired_at, is_expired from feed`;
  const { after, expired_at: expiredAt, is_expired: isExpired } = onlyRow(rows);
  return isExpired && expiredAt !== null ? { kind: 'expired', expiredAt } : { kind: 'place', after };
}
