import { aboutOtherPorts, storesOnOtherPorts } from '../../src/stores/other-ports';
import { type StoresWorld, storesWorld } from './stores-world';

let world: StoresWorld;
beforeAll(async () => {
  world = await storesWorld();
});
afterAll(() => world.close());

it('names the stores of all tenants whose port is none that stores may have, and the setting that allows them', async () => {
  await world.connected('https://plain.example/folder:9/shop');
  await world.connected('shop.myshopify.com');
  const other = await world.connected('https://other.example:8443/shop');
  const another = await world.connected('https://[2606:4700::1]:9443', 'good token', { tenantId: world.otherTenantId });
  const listed = (allowed: number[]) => world.database.withSystem((sql) => storesOnOtherPorts(sql, allowed));

  const found = await listed([443]);
  expect(new Map(found.map(({ id, port }) => [id, port]))).toEqual(
    new Map([
      [other.id, 8443],
      [another.id, 9443],
    ]),
  );
  const told = aboutOtherPorts(found, [443]);
  expect(told).toContain('set STORE_PORTS=443,8443,9443 for the API and the workers');
  expect(told).toContain(`${other.id} on port 8443`);
  expect(await listed([443, 8443])).toEqual([{ id: another.id, port: 9443 }]);
  expect(aboutOtherPorts(await listed([443, 8443, 9443]), [443])).toBeNull();
});
