import { randomUUID } from 'node:crypto';
import { writeTexts } from '../../src/catalog/search/write-texts';
import type { Database } from '../../src/database/database';
import type { ChangeKind } from '../../src/model/change';
import type { Platform } from '../../src/model/platform';
import type { RunMode, RunPhase, RunStatus, RunTrigger } from '../../src/model/run';
import type { RunErrorType } from '../../src/model/run-errors';
import { syncProductsId } from '../../src/model/workflow-ids';

/** A connected store without credentials: nothing here asks it, and it is not due by itself. */
export async function insertStore(
  database: Database,
  tenantId: string,
  store: { platform?: Platform; address?: string; status?: string } = {},
): Promise<string> {
  const { platform = 'woocommerce', address = `https://${randomUUID()}.example`, status = 'active' } = store;
  return database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ id: string }>`
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count, status, next_incremental_at)
      values (${tenantId}::uuid, ${platform}::text, 'Shop', ${address}::text, 'shop', 'EUR', 3, ${status}::text, null)
      returning id`;
    return rows[0]?.id ?? '';
  });
}

export interface RunRow {
  id?: string;
  status?: RunStatus;
  phase?: RunPhase;
  mode?: RunMode;
  trigger?: RunTrigger;
  errorType?: RunErrorType;
  errorMessage?: string;
  counts?: { products: { seen: number; created: number; deactivated: number } };
  announced?: number;
  /** Seconds ago. Beyond a minute the API asks Temporal whether an open run goes on. */
  queued?: number;
}

export async function insertRun(
  database: Database,
  { tenantId, storeId }: { tenantId: string; storeId: string },
  row: RunRow = {},
): Promise<string> {
  const { id = randomUUID(), status = 'completed', phase = 'closing', mode = 'full', announced = 3, queued = 30 } = row;
  const { trigger = 'schedule', errorType = null, errorMessage = null, counts = null } = row;
  const isOver = !['queued', 'running', 'paused', 'awaiting_approval'].includes(status);
  await database.withTenant(
    tenantId,
    (sql) => sql`
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, announced,
                             error_type, error_message, counts, queued_at, started_at, finished_at)
      values (${tenantId}::uuid, ${id}::uuid, ${storeId}::uuid, ${syncProductsId('woocommerce', storeId)}::text,
              'woocommerce', ${mode}::text, ${trigger}::text, ${status}::text, ${phase}::text, ${announced}::int,
              ${errorType}::text, ${errorMessage}::text, ${counts === null ? null : JSON.stringify(counts)}::jsonb,
              now() - make_interval(secs => ${queued}::int), now() - make_interval(secs => ${queued}::int),
              case when ${isOver}::boolean then now() end)`,
  );
  return id;
}

export interface ProductRow {
  externalId: string;
  title?: string;
  sku?: string | null;
  vendor?: string | null;
  tags?: string[];
  price?: string | null;
  isActive?: boolean;
  categoryIds?: string[];
  variantSku?: string;
  changedAt?: string;
  description?: string;
}

export async function insertProduct(
  database: Database,
  { tenantId, storeId }: { tenantId: string; storeId: string },
  product: ProductRow,
): Promise<string> {
  const { externalId, title = `Product ${externalId}`, sku = null, vendor = null, tags = [], price = '7.50' } = product;
  const { isActive = true, categoryIds = [], variantSku = null, changedAt = '2026-11-01T00:00:00Z' } = product;
  const { description = '' } = product;
  return database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ id: string }>`
      insert into products (tenant_id, store_id, external_id, details_hash, prices_hash, stock_hash, form, observation,
                            title, description, images, price, currency, sku, stock, vendor, available, is_active,
                            status, category_ids, tags, metadata, variant_count, changed_at)
      values (${tenantId}::uuid, ${storeId}::uuid, ${externalId}::text, gen_random_uuid(), gen_random_uuid(),
              gen_random_uuid(), 1, 1, ${title}::text, ${description}::text, '[{"url":"https://i.example/1","alt":null,"position":0}]',
              ${price}::numeric, 'EUR', ${sku}::text, 4, ${vendor}::text, true, ${isActive}::boolean, 'publish',
              ${categoryIds}::text[], ${tags}::text[], '{"slug":"p"}', 1, ${changedAt}::timestamptz)
      returning id`;
    const id = rows[0]?.id ?? '';
    await sql`
      insert into product_variants (tenant_id, product_id, external_id, title, sku, price, stock, available, attributes,
                                    position, is_active, metadata)
      values (${tenantId}::uuid, ${id}::uuid, ${externalId}::text, 'Default', ${variantSku}::text, ${price}::numeric, 4,
              true, '{"__proto__":"kept"}', 0, true, '{}')`;
    await writeTexts(sql);
    return id;
  });
}

export interface ChangeRow {
  productId?: string;
  variantId?: string | null;
  kind?: ChangeKind;
  field?: string | null;
  /** Seconds ago. */
  ago?: number;
  after?: unknown;
}

/** Appends to the tenant's feed as a merge does, in one transaction; answers the numbers. */
export async function insertChanges(
  database: Database,
  { tenantId, storeId }: { tenantId: string; storeId: string },
  changes: readonly ChangeRow[],
): Promise<number[]> {
  return database.withTenant(tenantId, async (sql) => {
    const numbers: number[] = [];
    for (const change of changes) {
      const { productId = randomUUID(), variantId = null, kind = 'updated', ago = 0, after = '9.90' } = change;
      const { field = 'price' } = change;
      const { rows } = await sql<{ seq: number }>`
        with counter as (
          update change_counters set last_seq = last_seq + 1 where tenant_id = ${tenantId}::uuid returning last_seq
        )
        insert into product_changes (tenant_id, seq, at, store_id, product_id, variant_id, kind, field, before, after, run_id)
        select ${tenantId}::uuid, last_seq, now() - make_interval(secs => ${ago}::int), ${storeId}::uuid,
               ${productId}::uuid, ${variantId}::uuid, ${kind}::text, ${field}::text, '"7.50"', ${JSON.stringify(after)}::jsonb, gen_random_uuid()
          from counter
        returning seq`;
      numbers.push(...rows.map(({ seq }) => seq));
    }
    return numbers;
  });
}

/** Adds variants to a product, the last of them no longer in the store; answers nothing. */
export async function insertVariants(
  database: Database,
  { tenantId, productId }: { tenantId: string; productId: string },
  { count, bytes = 0 }: { count: number; bytes?: number },
): Promise<void> {
  await database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into product_variants (tenant_id, product_id, external_id, title, price, available, attributes, position,
                                    is_active, metadata)
      select ${tenantId}::uuid, ${productId}::uuid, 'more ' || number, 'More ' || number, 9.90, true, '{}', number,
             number < ${count}::int,
             jsonb_build_object('noise', (select string_agg(md5(random()::text), '')
                                            from generate_series(1, ${Math.ceil(bytes / 32)}::int) where number > 0))
        from generate_series(1, ${count}::int) number`;
    await sql`
      update products set variant_count = ${count}::int where tenant_id = ${tenantId}::uuid and id = ${productId}::uuid`;
  });
}
