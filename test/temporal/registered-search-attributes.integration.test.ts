import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../src/model/search-attributes';
import { registeredSearchAttributes } from '../../src/temporal/registered-search-attributes';
import { useNamespaceWithoutAttributes } from '../support/own-namespace';
import { testTemporal } from '../support/temporal';

let connection: Connection;

beforeAll(async () => {
  await useNamespaceWithoutAttributes();
  connection = await Connection.connect({ address: testTemporal().address });
});
afterAll(() => connection.close());

const VALUES = { tenantId: 'tenant', platform: 'shopify' };

it('leaves out what the namespace lacks and says so once, until it was registered', async () => {
  const warnings: string[] = [];
  const { namespace } = testTemporal();
  const looking = () => registeredSearchAttributes({ connection, namespace, warn: (line) => warnings.push(line) });
  const before = looking();

  expect(await before.pairs(VALUES)).toEqual([]);
  expect(await before.names()).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('TenantId, StoreId, Platform, SyncMode, RunStatus')]);

  await before.register();
  await before.register();

  const after = looking();
  expect(await after.pairs(VALUES)).toEqual([
    { key: SEARCH_ATTRIBUTES.tenantId, value: 'tenant' },
    { key: SEARCH_ATTRIBUTES.platform, value: 'shopify' },
  ]);
  expect(await after.names()).toEqual(Object.keys(SEARCH_ATTRIBUTES));
  expect(warnings).toHaveLength(1);
});

it('asks nobody twice within a minute, and does without where it may not ask', async () => {
  let asked = 0;
  const forbidden = Object.assign(new Error('7 PERMISSION_DENIED'), { code: 7, details: '', metadata: {} });
  const refuse = async () => {
    asked += 1;
    throw forbidden;
  };
  const warnings: string[] = [];
  const attributes = registeredSearchAttributes({
    connection: {
      operatorService: { listSearchAttributes: refuse, addSearchAttributes: refuse },
      withDeadline: (_deadline: unknown, work: () => unknown) => work(),
    } as never,
    namespace: 'any',
    warn: (line) => warnings.push(line),
  });

  expect(await attributes.pairs(VALUES)).toEqual([]);
  expect(await attributes.pairs(VALUES)).toEqual([]);
  expect(asked).toBe(1);
  await attributes.register();
  expect(warnings).toContainEqual(expect.stringContaining('No right to register'));
});
