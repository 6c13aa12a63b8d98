import { randomUUID } from 'node:crypto';
import { writeTexts } from '../../src/catalog/search/write-texts';
import type { RunCounts } from '../../src/model/run-counts';
import { asAdmin } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import { CATALOGUE_DATABASE } from './catalogue';
import type { Service } from './start-service';

export interface FilledTenant {
  id: string;
  key: string;
}

interface Filling {
  products: number;
  /** Of the tenant that reads; the rest is spread over tenants of 10,000. */
  ofOneTenant: number;
}

const OTHERS_EACH = 10_000;
const RUNS_EACH = 500;

/** A catalogue of many tenants, written by SQL: what a year of syncs leaves. Answers the tenant that reads. */
export async function fillCatalogue(servers: Servers, service: Service, filling: Filling): Promise<FilledTenant> {
  const reader = await service.newTenant('Reader');
  const fill = async (tenantId: string, products: number) => {
    await fillTenant(servers, tenantId, products);
    await service.database.withTenant(tenantId, writeTexts);
  };
  await fill(reader.id, filling.ofOneTenant);
  for (let left = filling.products - filling.ofOneTenant; left > 0; left -= OTHERS_EACH) {
    const { id } = await service.newTenant(`Neighbour ${left}`);
    await fill(id, Math.min(left, OTHERS_EACH));
  }
  await asAdmin(servers, CATALOGUE_DATABASE, 'vacuum analyze');
  return reader;
}

async function fillTenant(servers: Servers, tenantId: string, products: number): Promise<void> {
  const storeId = randomUUID();
  const admin = (statement: string, ...values: unknown[]) =>
    asAdmin(servers, CATALOGUE_DATABASE, statement, [tenantId, storeId, ...values]);
  await admin(`
    insert into stores (tenant_id, id, platform, name, address, identity, currency, product_count, status)
    values ($1::uuid, $2::uuid, 'shopify', 'Filled', $2::uuid || '.myshopify.com', $2::uuid::text, 'EUR', 0, 'paused')`);
  await admin(PRODUCTS, products);
  await admin(VARIANTS);
  await admin(RUNS, RUNS_EACH, JSON.stringify(COUNTS));
}

/** One title of 10,000 is a Zeppelin: a search that has to look at nearly all. */
const PRODUCTS = `
  insert into products (
    tenant_id, store_id, external_id, details_hash, prices_hash, stock_hash, form, observation, title, description,
    images, price, currency, sku, stock, available, is_active, status, url, category_ids, tags, vendor, product_type,
    metadata, source_updated_at, changed_at, variant_count)
  select $1::uuid, $2::uuid, n::text, md5('d' || n)::uuid, md5('p' || n)::uuid, md5('s' || n)::uuid, 1, n,
         case when n % 10000 = 7 then 'Zeppelin '
              else (array['Relaxed', 'Slim', 'Everyday', 'Heavyweight', 'Boxy', 'Brushed', 'Ribbed'])[1 + n % 7] || ' ' end
           || (array['Rain Jacket', 'Cardigan', 'Table Lamp', 'Leather Boot', 'Chef’s Knife'])[1 + n % 5] || ' No. ' || n,
         repeat('<p>It starts from organic cotton, and every detail was tried for a full season.</p>', 1 + n % 8),
         jsonb_build_array(jsonb_build_object('url', 'https://cdn.example/' || n || '.jpg', 'alt', null, 'position', 0)),
         (10 + n % 90) + 0.95, 'EUR', 'SKU-' || n, n % 400, true, n % 8 <> 0,
         case when n % 8 = 0 then 'DRAFT' else 'ACTIVE' end, 'https://shop.example/products/' || n,
         array[(n % 5)::text], array['new', 'gift'], 'Fjordvik', 'Clothing', jsonb_build_object('handle', 'p-' || n),
         now() - n * interval '1 minute', now() - n * interval '1 minute', 1
    from generate_series(1, $3::int) n`;

const VARIANTS = `
  insert into product_variants (
    tenant_id, product_id, external_id, title, sku, price, stock, available, attributes, position, is_active, metadata)
  select tenant_id, id, external_id, title, sku, price, stock, true, '{}', 0, true, '{}'
    from products where tenant_id = $1::uuid and store_id = $2::uuid`;

const RUNS = `
  insert into sync_runs (
    tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, queued_at, started_at, finished_at, counts)
  select $1::uuid, gen_random_uuid(), $2::uuid, 'sync-products/shopify/' || $2::uuid, 'shopify', 'full', 'schedule',
         'completed', 'closing', now() - n * interval '1 day', now() - n * interval '1 day', now() - n * interval '1 day',
         $4::jsonb
    from generate_series(1, $3::int) n`;

/** Of a run that found nothing changed. */
const COUNTS: RunCounts = {
  products: {
    ...{ seen: 10_000, created: 0, updated: 0, unchanged: 10_000 },
    ...{ reactivated: 0, deactivated: 0, rejected: 0, missing: 0 },
  },
  variants: { seen: 10_000, created: 0, updated: 0, unchanged: 10_000, removed: 0 },
  pages: { fetched: 40, merged: 40 },
  requests: 45,
  throttled_ms: 0,
};
