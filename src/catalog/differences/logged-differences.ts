import type { TenantSql } from '../../database/sql';
import type { Difference } from '../../model/difference';
import type { RunReference } from '../../model/run-reference';

/**
 * What a dry merge has just logged in `product_changes` above `afterSeq`, a difference a product, while the rows that it
 * wrote can still be read. A field of a variant is named `variants[<its id in the store>].price`.
 */
export async function loggedDifferences(sql: TenantSql, run: RunReference, afterSeq: number): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    with change as materialized (
      select c.* from product_changes c
       where c.tenant_id = ${run.tenantId}::uuid and c.seq > ${afterSeq}::bigint and c.run_id = ${run.id}::uuid
    ),
    field as (
      select change.product_id, change.seq,
             case when change.variant_id is null then change.field
                  when change.field is null then 'variants[' || v.external_id || ']'
                  else 'variants[' || v.external_id || '].' || change.field end as field,
             case when change.kind = 'variant_removed' then to_jsonb(v.title) when change.kind = 'reactivated' then 'false'
                  else change.before end as before,
             case when change.kind = 'variant_created' then to_jsonb(v.title) when change.kind = 'reactivated' then 'true'
                  else change.after end as after,
             change.kind
        from change
        left join product_variants v on v.tenant_id = ${run.tenantId}::uuid and v.id = change.variant_id
       where change.kind in ('updated', 'reactivated', 'variant_created', 'variant_updated', 'variant_removed')
    )
    select p.external_id, p.title,
           case when bool_or(change.kind = 'created') then 'created'
                when bool_or(change.kind = 'deactivated') then 'deactivated'
                else 'changed' end as kind,
           case when bool_or(change.kind = 'created') then null else p.id end as product_id,
           case when bool_or(change.kind = 'deactivated') then p.deactivation -> 'evidence' end as evidence,
           (select coalesce(jsonb_agg(jsonb_build_object('field', coalesce(field.field, 'is_active'),
                              'before', field.before, 'after', field.after) order by field.seq), '[]')
              from field where field.product_id = p.id) as fields
      from change
      join products p on p.tenant_id = ${run.tenantId}::uuid and p.id = change.product_id
     group by p.tenant_id, p.id
     order by p.external_id`;
  return rows;
}
