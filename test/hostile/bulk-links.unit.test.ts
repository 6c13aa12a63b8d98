import dns from 'node:dns';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lookupPublicOnly } from '../../src/platforms/http/address-guard';
import { platforms } from '../../src/platforms/platforms';
import type { ShopifySurroundings } from '../../src/platforms/shopify/settings';
import { SPELLINGS } from './support/spellings';

const SHOP = 'hostile.myshopify.com';
const TOKEN = 'shpat_0123456789abcdef0123456789abcdef';
const signal = new AbortController().signal;

const servers: Server[] = [];
const opened: string[] = [];
let shopify: string;
let trap: string;

async function serving(listener: RequestListener, port = 0, host = '127.0.0.1'): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(port, host);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  trap = await serving((request, response) => {
    opened.push(`${request.headers.host}${request.url}`);
    response.end('{"id":"gid://shopify/Product/1"}\n');
  });
  trap = trap.replace('http://', '');
  shopify = await serving((request, response) => {
    if (request.url?.endsWith('/redirect')) response.writeHead(302, { Location: `http://${trap}/` }).end();
    else response.end('{"id":"gid://shopify/Product/1"}\n');
  });
});
beforeEach(() => opened.splice(0));
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** What comes of a link in the answer of the shop, with the template of production or one of the operator's. */
async function following(url: string, more: Partial<ShopifySurroundings> = {}) {
  const surroundings = {
    allowPrivateStores: false,
    storePorts: [443],
    shopifyOriginTemplate: `${shopify}/shops/{shop}`,
    ...more,
  };
  const credentials = { shop_domain: SHOP, access_token: TOKEN };
  const { bulk } = platforms.shopify.open({ credentials, renew: (renew) => renew(credentials) }, surroundings);
  if (bulk === undefined) throw new Error('Shopify writes bulk files');
  const lines = bulk.readFile({ url, fromByte: 0, signal });
  for (let count = 0; ; count++) {
    const next = await lines.next();
    if (next.done) return { lines: count, problem: next.value };
  }
}

const templates = [
  ['Shopify’s own template', () => ({ shopifyOriginTemplate: 'https://{shop}' })],
  ['a template of the operator', () => ({})],
] as const;

describe.each(templates)('with %s a hostile Shopify', (_, template) => {
  it(`sends nobody to ${SPELLINGS.length} spellings of addresses that are not of the public internet`, async () => {
    for (const host of SPELLINGS) {
      const { lines, problem } = await following(`https://${host}/file.jsonl`, template());
      expect([host, lines, problem?.kind]).toEqual([host, 0, 'address_refused']);
    }
  });

  it.each([
    ['over plain http', () => `http://${trap}/`],
    ['over plain http to its own server, outside of what the template names', () => `${shopify}/elsewhere/file.jsonl`],
    ['and out of what the template names by dots', () => `${shopify}/shops/${SHOP}/%2e%2e/other.myshopify.com/file`],
    ['to another shop of the template', () => `${shopify}/shops/other.myshopify.com/file.jsonl`],
    ['to the cloud’s metadata', () => 'http://169.254.169.254/latest/meta-data/'],
    ['to another port of a public host', () => 'https://storage.example:9200/_search'],
    ['to a name of this machine', () => `https://localhost/file.jsonl`],
    ['to the name of the shop with a port', () => `https://${SHOP}:8443/`],
  ])('sends nobody %s', async (_to, link) => {
    expect((await following(link(), template())).problem).toMatchObject({ kind: 'address_refused' });
    expect(opened).toEqual([]);
  });

  it.each([
    'file:///etc/passwd',
    'ftp://storage.example/file',
    'data:,x',
    'gopher://127.0.0.1/',
    'no address',
    '',
    '//',
  ])('gets no file by the link %j', async (link) => {
    expect((await following(link, template())).problem).toMatchObject({ kind: 'not_found' });
  });

  it('sends nobody to a name that leads to a private address, nor to one that does so at times', async () => {
    const looked = leadingTo(['93.184.216.34', '127.0.0.1'], ['10.0.0.1'], ['fd00::1'], ['169.254.169.254']);
    for (let times = 1; times <= 4; times++) {
      expect((await following('https://rebinding.example/', template())).problem).toMatchObject({
        kind: 'address_refused',
        detail: expect.stringContaining('rebinding.example is not an address of the public internet'),
      });
      expect(looked()).toBe(times);
    }
  });
});

it('reads the file below what the template names, and follows no redirect from there', async () => {
  expect(await following(`${shopify}/shops/${SHOP}/file.jsonl`)).toEqual({ lines: 1, problem: null });
  const { problem } = await following(`${shopify}/shops/${SHOP}/redirect`);
  expect(problem).toMatchObject({ kind: 'not_found', detail: expect.stringContaining('answered 302') });
  expect(opened).toEqual([]);
});

it('says the token back in no message about a link', async () => {
  for (const link of [`https://${TOKEN}.example:1/`, `${shopify}/shops/${SHOP}/../${TOKEN}`]) {
    const { problem } = await following(link);
    expect(problem?.kind).toBe('address_refused');
    expect(JSON.stringify(problem)).not.toContain(TOKEN);
  }
});

it('looks a name up once for a connection, so that what was checked is what is reached', () => {
  leadingTo(['93.184.216.34'], ['127.0.0.1']);
  const reached: unknown[] = [];
  for (let times = 0; times < 2; times++) {
    lookupPublicOnly('rebinding.example', {}, (error, address) => reached.push(error?.name ?? address));
  }
  expect(reached).toEqual(['93.184.216.34', 'AddressRefused']);
});

/** What the name leads to at each look, in turn. Answers how often it was looked up. */
function leadingTo(...answers: string[][]): () => number {
  let looks = 0;
  const lookup = (_name: string, _options: unknown, done: (error: null, found: object[]) => void) =>
    done(
      null,
      (answers[looks++] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  jest.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
  return () => looks;
}
