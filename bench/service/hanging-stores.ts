import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { asAdmin } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import { CATALOGUE_DATABASE } from './catalogue';
import type { Service } from './start-service';

interface HangingStores {
  ids: string[];
  close(): void;
}

/** WooCommerce stores whose server takes every connection and never says a word. Ten stores a tenant. */
export async function hangingStores(servers: Servers, service: Service, count: number): Promise<HangingStores> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const stores: { id: string; tenantId: string; address: string; sealed: Buffer }[] = [];
  let tenantId = '';
  for (let at = 0; at < count; at++) {
    const address = `http://127.0.0.1:${port}/shop-${at}`;
    if (at % 10 === 0) ({ id: tenantId } = await service.newTenant(`Tenant of ${address}`));
    const id = randomUUID();
    const credentials = {
      ...{ store_url: address, consumer_key: `ck_${'0'.repeat(40)}`, consumer_secret: `cs_${'0'.repeat(40)}` },
      ...{ authentication: 'oauth', variations_endpoint: true },
    };
    const sealed = service.sealer.seal({ tenantId, storeId: id, purpose: 'credentials' }, credentials);
    stores.push({ id, tenantId, address, sealed });
  }
  await asAdmin(
    servers,
    CATALOGUE_DATABASE,
    `insert into stores (id, tenant_id, platform, name, address, sealed_credentials, identity, currency, product_count)
     select id, tenant_id, 'woocommerce', address, address, sealed, address, 'EUR', 4
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[]) each(id, tenant_id, address, sealed)`,
    [
      stores.map(({ id }) => id),
      stores.map((store) => store.tenantId),
      stores.map(({ address }) => address),
      stores.map(({ sealed }) => sealed),
    ],
  );
  return {
    ids: stores.map(({ id }) => id),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
