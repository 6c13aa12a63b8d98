import { randomUUID } from 'node:crypto';
import type { TenantSql } from '../../database/sql';

/** Products of each kind in a sample: 100 in all, which is what a platform takes at once. */
const OF_A_KIND = 50;

/**
 * A tenant's products that are passed to find so many of one store. Indexes that begin with the store have no order by
 * chance or by change, and one more would cost each change of a product a write.
 */
const LOOKED_THROUGH = 20_000;

/**
 * Ids in the store of products that were changed lately and of others by chance, in turns. Ours are random, so those behind
 * a random one are a fair choice. Of a store that has little of its tenant's products more come from the beginning of its own
 * list, by chance; lately changed are those that are among the tenant's last.
 */
export async function chooseProducts(sql: TenantSql, storeId: string): Promise<string[]> {
  const from = randomUUID();
  const { rows } = await sql<{ external_id: string }>`
    with lately as materialized (
      select looked.external_id, row_number() over (order by looked.changed_at desc) as number
        from (select store_id, external_id, changed_at from products
               where tenant_id = ${sql.tenantId}::uuid
               order by changed_at desc, id desc limit ${LOOKED_THROUGH}::int) looked
       where looked.store_id = ${storeId}::uuid
       order by looked.changed_at desc
       limit ${OF_A_KIND}::int
    ),
    by_chance as materialized (
      select looked.external_id
        from ((select store_id, external_id from products
                where tenant_id = ${sql.tenantId}::uuid and id >= ${from}::uuid order by id limit ${LOOKED_THROUGH}::int)
              union all
              (select store_id, external_id from products
                where tenant_id = ${sql.tenantId}::uuid and id < ${from}::uuid order by id limit ${LOOKED_THROUGH}::int)) looked
       where looked.store_id = ${storeId}::uuid
         and not exists (select from lately where lately.external_id = looked.external_id)
       limit ${2 * OF_A_KIND}::int
    ),
    of_store as materialized (
      select own.external_id
        from (select external_id from products
               where (select count(*) from by_chance) < ${OF_A_KIND}::int
                 and tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
               order by external_id limit ${LOOKED_THROUGH}::int) own
       where own.external_id not in (select external_id from lately)
         and own.external_id not in (select external_id from by_chance)
       order by random()
       limit ${2 * OF_A_KIND}::int
    ),
    others as (
      select external_id, row_number() over (order by place, random()) as number
        from (select external_id, 1 as place from by_chance union all select external_id, 2 from of_store) found
    )
    select external_id
      from (select external_id, number, 1 as kind from lately union all select external_id, number, 2 from others) chosen
     order by number, kind
     limit ${2 * OF_A_KIND}::int`;
  return rows.map((row) => row.external_id);
}
