import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { EXIT, EXIT_MEANINGS, exitCodeOfRun } from '../../cli/exit-codes';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { run } from './run-in-test';

const TENANT = { CATALOG_SYNC_TENANT_ID: 'tenant', CATALOG_SYNC_TENANT_KEY: 'a tenant key' };
const KEY = { CATALOG_SYNC_OPERATOR_KEY: 'an operator key' };

/** Something that answers, and is no catalog-sync unless told to be. */
async function answering(listener: RequestListener, test: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const problem =
  (status: number, more: object): RequestListener =>
  (_request, response) => {
    const body = { type: 'about:blank', title: 'Problem', status, request_id: 'req-1', ...more };
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
  };

it.each([
  [['syncc'], 'Did you mean sync?'],
  [['sync', '--mode', 'half'], 'Allowed choices are full, incremental, inventory, prices'],
  [['run'], "missing required argument 'run'"],
  [['runs', '--limit', 'many'], '--limit takes a number'],
  [['sync', 'shop', '--all'], 'Name a store, or say --all'],
])('refuses %j as wrong usage, in words and in JSON', async (args, said) => {
  expect(await run(args, { environment: KEY })).toMatchObject({
    code: EXIT.usage,
    errors: expect.stringContaining(said),
  });
  const json = await run([...args, '--json'], { environment: KEY });
  expect(json.output).toBe('');
  expect(JSON.parse(json.errors)).toMatchObject({ error: { code: 'usage', exit_code: 2 } });
});

it('asks for a key before it asks anybody', async () => {
  expect(await run(['stores'])).toMatchObject({ code: EXIT.usage, errors: expect.stringContaining('profiles add') });
});

it('tells an API that is away, with what to look at', async () => {
  const environment = { ...KEY, CATALOG_SYNC_URL: 'http://127.0.0.1:1' };
  expect(await run(['tenants'], { environment })).toMatchObject({
    code: EXIT.unreachable,
    errors: expect.stringMatching(/127\.0\.0\.1:1 did not answer.*Is the API running/),
  });
});

it.each([
  [401, 'unauthenticated', EXIT.refused],
  [409, 'conflict', EXIT.refused],
  [429, 'rate_limited', EXIT.unreachable],
  [503, 'temporal_unavailable', EXIT.unreachable],
  [500, 'internal', EXIT.broken],
])('tells a %i by its detail and request id, without what a terminal would obey', async (status, code, exitCode) => {
  const detail = 'Do \u001b[31mthis\u001b[0m next.';
  await answering(problem(status, { code, detail }), async (url) => {
    const environment = { ...KEY, CATALOG_SYNC_URL: url };
    const told = await run(['tenants'], { environment });
    expect(told).toMatchObject({ code: exitCode, output: '' });
    expect(told.errors).toBe(`Do this next.\n  request req-1, code ${code}\n`);
    const json = await run(['tenants', '--json'], { environment });
    expect(JSON.parse(json.errors)).toEqual({
      error: { code, detail, status, request_id: 'req-1', exit_code: exitCode },
    });
  });
});

it('tells a gateway’s error in JSON as no answer, in words', async () => {
  const gateway: RequestListener = (_request, response) =>
    response.writeHead(502, { 'content-type': 'application/json' }).end('{"message":"Bad Gateway"}');
  await answering(gateway, async (url) => {
    const told = await run(['tenants'], { environment: { ...KEY, CATALOG_SYNC_URL: url } });
    expect(told).toMatchObject({ code: EXIT.unreachable, errors: expect.stringContaining('answered 502') });
  });
});

const RUN_ID = '00000000-0000-4000-8000-000000000001';

/** A service that knows one run, which found nothing. */
const knowingRun =
  (status: string): RequestListener =>
  (request, response) => {
    const isRun = request.url?.endsWith(RUN_ID) === true;
    const body = isRun ? { id: RUN_ID, status } : { items: [], next_cursor: null };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

it.each([
  ['failed', EXIT.failed],
  ['cancelled', EXIT.cancelled],
  ['running', EXIT.failed],
])('does not say of a dry run that is %s that nothing differs', async (status, exitCode) => {
  await answering(knowingRun(status), async (url) => {
    const told = await run(['diff', RUN_ID], { environment: { ...TENANT, CATALOG_SYNC_URL: url } });
    expect(told).toMatchObject({ code: exitCode, output: '', errors: expect.stringContaining(`is ${status}`) });
  });
});

it.each(['completed', 'completed_with_errors'])('says of a dry run that is %s that nothing differs', async (status) => {
  await answering(knowingRun(status), async (url) => {
    const told = await run(['diff', RUN_ID], { environment: { ...TENANT, CATALOG_SYNC_URL: url } });
    expect(told).toMatchObject({ code: EXIT.ok, output: 'No differences.\n' });
  });
});

it('gives an API up that is away for two minutes, however long each look takes', async () => {
  let now = 0;
  let looks = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
  const away = problem(503, { code: 'database_unavailable', detail: 'Later.' });
  const listener: RequestListener = (request, response) => {
    looks += 1;
    now += 50_000;
    away(request, response);
  };
  await answering(listener, async (url) => {
    const environment = { ...TENANT, CATALOG_SYNC_URL: url };
    const told = await run(['run', RUN_ID, '--watch'], { environment, isTerminal: true });
    expect(told).toMatchObject({ code: EXIT.unreachable, errors: expect.stringContaining(`Run ${RUN_ID} goes on.`) });
  });
  clock.mockRestore();
  expect(looks).toBe(3);
});

it('takes no word of something that is no catalog-sync, and follows it nowhere with its keys', async () => {
  const page: RequestListener = (_request, response) => response.setHeader('content-type', 'text/html').end('<html>');
  await answering(page, async (url) => {
    expect((await run(['tenants'], { environment: { ...KEY, CATALOG_SYNC_URL: url } })).code).toBe(EXIT.unreachable);
  });
  await answering(
    (_request, response) => response.end('<html>'),
    async (url) => {
      expect((await run(['tenants'], { environment: { ...KEY, CATALOG_SYNC_URL: url } })).code).toBe(EXIT.unreachable);
    },
  );
  const asked: (string | undefined)[] = [];
  await answering(
    (request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    },
    async (url) => {
      expect((await run(['tenants'], { environment: { ...KEY, CATALOG_SYNC_URL: url } })).code).toBe(EXIT.unreachable);
    },
  );
  expect(asked).not.toContain('/elsewhere');
});

it('has a code of its own for each outcome of a run, and tells all codes in its help', async () => {
  expect(['completed', 'completed_with_errors', 'failed', 'cancelled', 'awaiting_approval'].map(exitCodeOfRun)).toEqual(
    [0, 10, 11, 12, 13],
  );
  expect(exitCodeOfRun('of_tomorrow')).toBe(EXIT.failed);
  expect(new Set(Object.values(EXIT)).size).toBe(Object.keys(EXIT).length);
  const { code, output } = await run(['--help']);
  expect(code).toBe(0);
  for (const meaning of Object.values(EXIT_MEANINGS)) expect(output).toContain(meaning);
});

it('stands in the documents with the codes that it has', () => {
  const document = readFileSync(join(PROJECT_ROOT, 'docs/command-line.md'), 'utf8');
  for (const [name, code] of Object.entries(EXIT))
    expect(document).toMatch(new RegExp(`^\\| ${code} \\| \`${name}\` \\| `, 'm'));
  for (const meaning of Object.values(EXIT_MEANINGS)) expect(document).toContain(`| ${meaning} |`);
});
