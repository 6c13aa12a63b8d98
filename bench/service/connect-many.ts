import { randomUUID } from 'node:crypto';
import { platforms } from '../../src/platforms/platforms';
import type { Store } from '../../src/stores/store';
import { asAdmin } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import { CATALOGUE_DATABASE, shopCredentials } from './catalogue';
import type { Service } from './start-service';

type ManyStore = Pick<Store, 'id' | 'tenantId' | 'platform' | 'name'>;

/**
 * Connects thousands of Shopify shops at once: one is tried as every store is, the others get its facts and sealed
 * credentials of their own. Ten stores a tenant.
 */
export async function connectMany(
  servers: Servers,
  service: Service,
  domains: readonly string[],
  accessToken: string,
): Promise<ManyStore[]> {
  const [first = ''] = domains;
  const tried = await platforms.shopify.connect(shopCredentials(first, accessToken), service.surroundings);
  if (tried.kind !== 'connected') throw new Error(`${first}: ${tried.kind}`);

  const stores: ManyStore[] = [];
  let tenantId = '';
  for (const [at, name] of domains.entries()) {
    if (at % 10 === 0) ({ id: tenantId } = await service.newTenant(`Tenant of ${name}`));
    stores.push({ id: randomUUID(), tenantId, platform: 'shopify', name });
  }
  const { currency, productCount, identity, abilities } = tried.facts;
  await asAdmin(
    servers,
    CATALOGUE_DATABASE,
    `insert into stores (id, tenant_id, platform, name, address, sealed_credentials, identity, currency, product_count, abilities)
     select id, tenant_id, 'shopify', name, name, sealed, $5::text, $6::text, $7::int, $8::jsonb
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[]) each(id, tenant_id, name, sealed)`,
    [
      stores.map(({ id }) => id),
      stores.map((store) => store.tenantId),
      stores.map(({ name }) => name),
      stores.map(({ id: storeId, tenantId, name }) =>
        service.sealer.seal({ tenantId, storeId, purpose: 'credentials' }, shopCredentials(name, accessToken)),
      ),
      identity,
      currency,
      productCount,
      JSON.stringify(abilities),
    ],
  );
  return stores;
}

/** Sweeps and schedules take up active stores only. */
export async function retireStores(servers: Servers): Promise<void> {
  await asAdmin(servers, CATALOGUE_DATABASE, `update stores set status = 'paused'`);
}
