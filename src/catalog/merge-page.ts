import type { TenantSql } from '../database/sql';
import type { RunReference } from '../runs/run-reference';
import { CANONICAL_FORM } from './product';

/** One staged page, or with `only` those of its products. */
export interface PageToMerge {
  batchId: string;
  page: number;
  only: string[] | null;
}

export type MergeOutcome =
  | { kind: 'merged'; products: number; rejected: number; overtaken: number }
  /** The staging table was emptied by a database crash, or cleared. */
  | { kind: 'pages_lost' }
  /** Products changed between staging and merge whose documents were not staged: read the page again, whole. */
  | { kind: 'documents_missing'; products: number };

interface MergeRow {
  is_staged: boolean;
  products: number;
  rejected: number;
  overtaken: number;
  without_document: number;
}

/**
 * Merges a staged page into the catalogue and writes its manifest row, in one statement of the caller's transaction;
 * the caller holds the store's lock. Only what changed is written (I5); an observation that is older than what the
 * product's row or the manifest knows writes nothing (I12); prices are compared as text (I6).
 *
 * Measured for 250 products with 3 variants each: 100 ms when all are new, 8 ms when none changed.
 * Throws what the database throws; for SQLSTATE classes 22 and 54 the caller halves the page.
 */
export async function mergePage(sql: TenantSql, run: RunReference, page: PageToMerge): Promise<MergeOutcome> {
  const { rows } = await sql<MergeRow>`
    with staged as materialized (
      select * from staged_pages
       where tenant_id = ${run.tenantId}::uuid and batch_id = ${page.batchId}::uuid and page = ${page.page}::int
    ),
    carried as materialized (
      select each.*, staged.observation, staged.staged_at
        from staged, unnest(external_ids, details_hashes, prices_hashes, stock_hashes, actives)
             as each(external_id, details_hash, prices_hash, stock_hash, is_active)
       where ${page.only}::text[] is null or each.external_id = any(${page.only}::text[])
    ),
    -- Manifest rows tell of newer looks that found nothing changed, and so wrote no observation to the product.
    looked_at_later as materialized (
      select distinct seen.external_id
        from staged
        join sync_pages later on later.tenant_id = ${run.tenantId}::uuid and later.store_id = ${run.storeId}::uuid
             and later.observation > staged.observation,
             unnest(later.external_ids) seen(external_id)
    ),
    -- Lateral and limit keep each look-up on the unique index, whatever the statistics say.
    known as materialized (
      select carried.*, p.id, p.was_active, p.written_at,
             (p.details_hash, p.prices_hash, p.stock_hash, p.form, p.was_active) is distinct from
               (carried.details_hash, carried.prices_hash, carried.stock_hash, ${CANONICAL_FORM}::smallint, carried.is_active)
               as differs,
             coalesce(p.written_at > carried.observation, false)
               or carried.external_id in (select external_id from looked_at_later) as is_overtaken
        from carried
        left join lateral (
          select p.id, p.is_active as was_active, p.observation as written_at,
                 p.details_hash, p.prices_hash, p.stock_hash, p.form
            from products p
           where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid
             and p.external_id = carried.external_id
           limit 1) p on true
    ),
    todo as materialized (select * from known where differs and not is_overtaken),
    doc as materialized (
      select todo.id, todo.was_active, todo.is_active, todo.observation, todo.staged_at,
             todo.details_hash, todo.prices_hash, todo.stock_hash,
             d.external_id, d.title, d.description, d.images, d.price, d.currency, d.sku, d.stock, d.available,
             d.status, d.url, d.tags, d.vendor, d.product_type, d.metadata, d.source_updated_at, d.variants,
             array(select category ->> 'external_id' from jsonb_array_elements(d.categories) category) as category_ids
        from (select docs from staged where exists (select from todo)) page,
             jsonb_to_recordset(page.docs::jsonb) as d(
               external_id text, title text, description text, images jsonb, price numeric, currency text, sku text,
               stock bigint, available boolean, status text, url text, categories jsonb, tags text[], vendor text,
               product_type text, metadata jsonb, source_updated_at timestamptz, variants jsonb)
        join todo using (external_id)
    ),
    before as materialized (
      select p.* from doc
       cross join lateral (
         select * from products p where p.tenant_id = ${run.tenantId}::uuid and p.id = doc.id limit 1) p
    ),
    variant as materialized (
      select doc.id as product_id, doc.external_id as product_external_id, v.*
        from doc, jsonb_to_recordset(doc.variants) as v(
          external_id text, title text, sku text, price numeric, compare_at_price numeric, stock bigint,
          available boolean, attributes jsonb, position int, is_active boolean, barcode text, metadata jsonb)
    ),
    variant_before as materialized (
      select v.*, doc.external_id as product_external_id from doc
       cross join lateral (
         select * from product_variants v where v.tenant_id = ${run.tenantId}::uuid and v.product_id = doc.id offset 0) v
    ),
    product_difference as materialized (
      select doc.external_id, difference.*
        from doc join before b on b.id = doc.id
       cross join lateral (values
         ('title', to_jsonb(b.title), to_jsonb(doc.title)),
         ('description', to_jsonb(b.description), to_jsonb(doc.description)),
         ('images', b.images, doc.images),
         ('price', to_jsonb(b.price::text), to_jsonb(doc.price::text)),
         ('currency', to_jsonb(b.currency), to_jsonb(doc.currency)),
         ('sku', to_jsonb(b.sku), to_jsonb(doc.sku)),
         ('stock', to_jsonb(b.stock), to_jsonb(doc.stock)),
         ('available', to_jsonb(b.available), to_jsonb(doc.available)),
         ('is_active', to_jsonb(b.is_active), to_jsonb(doc.is_active)),
         ('status', to_jsonb(b.status), to_jsonb(doc.status)),
         ('url', to_jsonb(b.url), to_jsonb(doc.url)),
         ('categories', to_jsonb(b.category_ids), to_jsonb(doc.category_ids)),
         ('tags', to_jsonb(b.tags), to_jsonb(doc.tags)),
         ('vendor', to_jsonb(b.vendor), to_jsonb(doc.vendor)),
         ('product_type', to_jsonb(b.product_type), to_jsonb(doc.product_type)),
         ('metadata', b.metadata, doc.metadata)
       ) difference(field, before, after)
       where difference.before is distinct from difference.after
    ),
    variant_difference as materialized (
      select v.product_external_id as external_id, b.id as variant_id, difference.*
        from variant v
        join variant_before b on b.product_id = v.product_id and b.external_id = v.external_id
       cross join lateral (values
         ('title', to_jsonb(b.title), to_jsonb(v.title)),
         ('sku', to_jsonb(b.sku), to_jsonb(v.sku)),
         ('price', to_jsonb(b.price::text), to_jsonb(v.price::text)),
         ('compare_at_price', to_jsonb(b.compare_at_price::text), to_jsonb(v.compare_at_price::text)),
         ('stock', to_jsonb(b.stock), to_jsonb(v.stock)),
         ('available', to_jsonb(b.available), to_jsonb(v.available)),
         ('attributes', b.attributes, v.attributes),
         ('position', to_jsonb(b.position), to_jsonb(v.position)),
         ('is_active', to_jsonb(b.is_active), to_jsonb(v.is_active)),
         ('barcode', to_jsonb(b.barcode), to_jsonb(v.barcode)),
         ('metadata', b.metadata, v.metadata)
       ) difference(field, before, after)
       where difference.before is distinct from difference.after
    ),
    variant_removed as materialized (
      select b.id as variant_id, b.product_external_id as external_id
        from variant_before b
       where b.is_active
         and not exists (
           select from variant v where v.product_id = b.product_id and v.external_id = b.external_id)
    ),
    variant_added as materialized (
      select v.product_external_id, v.external_id from variant v
       where v.product_id is not null
         and not exists (
           select from variant_before b where b.product_id = v.product_id and b.external_id = v.external_id)
    ),
    verdict as materialized (
      select doc.external_id,
             case when doc.id is null then 'created'
                  when doc.is_active and not doc.was_active then 'reactivated'
                  when doc.was_active and not doc.is_active then 'deactivated'
                  when doc.external_id in (select external_id from product_difference)
                    or doc.external_id in (select external_id from variant_difference)
                    or doc.external_id in (select external_id from variant_removed)
                    or doc.external_id in (select product_external_id from variant_added) then 'updated'
                  -- An older canonical form, or the same content in another order: rewritten quietly.
                  else 'unchanged' end as verdict
        from doc
    ),
    written as (
      insert into products as p (
        tenant_id, store_id, external_id, details_hash, prices_hash, stock_hash, form, observation,
        title, description, images, price, currency, sku, stock, available, is_active, status, url, category_ids, tags,
        vendor, product_type, metadata, source_updated_at, changed_at, deactivated_at, deactivation, variant_count)
      select ${run.tenantId}::uuid, ${run.storeId}::uuid, doc.external_id,
             doc.details_hash, doc.prices_hash, doc.stock_hash, ${CANONICAL_FORM}::smallint, doc.observation,
             doc.title, doc.description, doc.images, doc.price, doc.currency, doc.sku, doc.stock, doc.available,
             doc.is_active, doc.status, doc.url, doc.category_ids, doc.tags, doc.vendor, doc.product_type, doc.metadata,
             doc.source_updated_at,
             case verdict when 'unchanged' then b.changed_at else now() end,
             case when verdict = 'deactivated' then now() when doc.is_active then null else b.deactivated_at end,
             case when verdict = 'deactivated' then jsonb_build_object('run_id', ${run.id}::uuid, 'evidence',
                    jsonb_build_object('kind', 'unpublished', 'source', 'listing', 'status', doc.status, 'checked_at',
                      to_char(doc.staged_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
                  when doc.is_active then null
                  else b.deactivation end,
             (select count(*) from jsonb_array_elements(doc.variants) v where (v ->> 'is_active')::boolean)
        from doc join verdict using (external_id) left join before b on b.id = doc.id
       order by doc.external_id
      on conflict (tenant_id, store_id, external_id) do update set (
        details_hash, prices_hash, stock_hash, form, observation, title, description, images, price, currency, sku,
        stock, available, is_active, status, url, category_ids, tags, vendor, product_type, metadata,
        source_updated_at, changed_at, deactivated_at, deactivation, variant_count) = row(
        excluded.details_hash, excluded.prices_hash, excluded.stock_hash, excluded.form, excluded.observation,
        excluded.title, excluded.description, excluded.images, excluded.price, excluded.currency, excluded.sku,
        excluded.stock, excluded.available, excluded.is_active, excluded.status, excluded.url, excluded.category_ids,
        excluded.tags, excluded.vendor, excluded.product_type, excluded.metadata,
        excluded.source_updated_at, excluded.changed_at, excluded.deactivated_at, excluded.deactivation,
        excluded.variant_count)
      returning p.id, p.external_id
    ),
    variant_written as (
      insert into product_variants as v (
        tenant_id, product_id, external_id, title, sku, price, compare_at_price, stock, available, attributes, position,
        is_active, barcode, metadata)
      select ${run.tenantId}::uuid, written.id, v.external_id, v.title, v.sku, v.price, v.compare_at_price, v.stock,
             v.available, v.attributes, v.position, v.is_active, v.barcode, v.metadata
        from variant v join written on written.external_id = v.product_external_id
        left join variant_before b on b.product_id = v.product_id and b.external_id = v.external_id
       where b.id is null or b.id in (select variant_id from variant_difference)
       order by written.id, v.external_id
      on conflict (tenant_id, product_id, external_id) do update set (
        title, sku, price, compare_at_price, stock, available, attributes, position, is_active, barcode, metadata,
        changed_at) = row(
        excluded.title, excluded.sku, excluded.price, excluded.compare_at_price, excluded.stock, excluded.available,
        excluded.attributes, excluded.position, excluded.is_active, excluded.barcode, excluded.metadata, now())
      returning v.id, v.product_id, v.external_id
    ),
    variant_gone as (
      update product_variants v set is_active = false, changed_at = now()
       where v.tenant_id = ${run.tenantId}::uuid and v.id = any(array(select variant_id from variant_removed))
      returning v.id
    ),
    change as materialized (
      select row_number() over (order by written.external_id, c.rank, c.variant_id, c.field) as number, written.id as product_id, c.*
        from (
          select external_id, 1 as rank, null::uuid as variant_id, verdict as kind, null::text as field, null::jsonb as before, null::jsonb as after
            from verdict where verdict in ('created', 'reactivated', 'deactivated')
          union all
          select external_id, 2, null, 'updated', field, before, after from product_difference
          union all
          select variant_added.product_external_id, 3, variant_written.id, 'variant_created', null, null, null
            from variant_added
            join written on written.external_id = variant_added.product_external_id
            join variant_written on variant_written.product_id = written.id
                 and variant_written.external_id = variant_added.external_id
          union all
          select external_id, 4, variant_id, 'variant_updated', field, before, after from variant_difference
          union all
          select external_id, 5, variant_id, 'variant_removed', null, null, null from variant_removed
        ) c join written using (external_id)
    ),
    -- The counter's row lock is held until the commit: so the order of numbers is the order of commits.
    counter as (
      update change_counters set last_seq = last_seq + (select count(*) from change)
       where tenant_id = ${run.tenantId}::uuid and exists (select from change)
      returning last_seq - (select count(*) from change) as base
    ),
    logged as (
      insert into product_changes (tenant_id, seq, store_id, product_id, variant_id, kind, field, before, after, run_id)
      select ${run.tenantId}::uuid, counter.base + change.number, ${run.storeId}::uuid, change.product_id,
             change.variant_id, change.kind, change.field, change.before, change.after, ${run.id}::uuid
        from change, counter
    ),
    named as (
      insert into collections as c (tenant_id, store_id, external_id, name, observation)
      select ${run.tenantId}::uuid, ${run.storeId}::uuid, category.external_id, category.name, staged.observation
        from staged, jsonb_to_recordset(staged.categories::jsonb) as category(external_id text, name text)
        left join collections known on known.tenant_id = ${run.tenantId}::uuid and known.store_id = ${run.storeId}::uuid
             and known.external_id = category.external_id
       where known.name is distinct from category.name
       order by category.external_id
      on conflict (tenant_id, store_id, external_id) do update set name = excluded.name, observation = excluded.observation
       where c.observation <= excluded.observation
    ),
    tally as (
      select (select count(*) from carried) as products,
             count(*) filter (where verdict = 'created') as created,
             count(*) filter (where verdict = 'updated') as updated,
             count(*) filter (where verdict = 'reactivated') as reactivated,
             count(*) filter (where verdict = 'deactivated') as deactivated,
             (select count(*) from variant_written) as variants_written,
             (select count(distinct variant_id) from variant_difference) as variants_updated,
             (select count(*) from variant_gone) as variants_removed
        from verdict
    ),
    listed as (
      insert into sync_pages as m (
        tenant_id, run_id, batch_id, page, store_id, observation, next_cursor, external_ids, rejected_ids,
        created, updated, unchanged, reactivated, deactivated, rejected,
        variants_seen, variants_created, variants_updated, variants_removed, requests, throttled_ms)
      select ${run.tenantId}::uuid, ${run.id}::uuid, ${page.batchId}::uuid, ${page.page}::int, ${run.storeId}::uuid,
             staged.observation, staged.next_cursor, array(select external_id from carried),
             array(select each ->> 'external_id' from jsonb_array_elements(staged.rejected::jsonb) each),
             created, updated, products - created - updated - reactivated - deactivated, reactivated, deactivated,
             jsonb_array_length(staged.rejected::jsonb),
             staged.variants_seen, variants_written - variants_updated, variants_updated, variants_removed,
             staged.requests, staged.throttled_ms
        from staged, tally
       where not exists (select from todo where external_id not in (select external_id from doc))
      on conflict (tenant_id, run_id, batch_id, page) do update set
        external_ids = m.external_ids || excluded.external_ids,
        created = m.created + excluded.created, updated = m.updated + excluded.updated,
        unchanged = m.unchanged + excluded.unchanged, reactivated = m.reactivated + excluded.reactivated,
        deactivated = m.deactivated + excluded.deactivated,
        variants_created = m.variants_created + excluded.variants_created,
        variants_updated = m.variants_updated + excluded.variants_updated,
        variants_removed = m.variants_removed + excluded.variants_removed
    )
    select exists (select from staged) as is_staged,
           (select count(*) from carried)::int as products,
           coalesce((select jsonb_array_length(rejected::jsonb) from staged), 0) as rejected,
           (select count(*) from known where differs and is_overtaken)::int as overtaken,
           (select count(*) from todo where external_id not in (select external_id from doc))::int as without_document`;
  const row = rows[0] as MergeRow;
  if (!row.is_staged) return { kind: 'pages_lost' };
  if (row.without_document > 0) return { kind: 'documents_missing', products: row.without_document };
  return { kind: 'merged', products: row.products, rejected: row.rejected, overtaken: row.overtaken };
}
