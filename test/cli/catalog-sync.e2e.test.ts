import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { until } from '../support/until';
import { type CliWorld, cliWorld } from './cli-world';
import { emptyHome } from './run-in-test';

const LAUNCHER = join(PROJECT_ROOT, 'cli/catalog-sync.cjs');

let world: CliWorld;
beforeAll(async () => {
  world = await cliWorld();
});
afterAll(() => world.close());

/** The program as it is installed, in a process of its own. */
function start(args: readonly string[], launcher = LAUNCHER, more: Record<string, string> = {}) {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { PATH, HOME: emptyHome(), ...world.environment, ...more },
  });
  const written = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.errors += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, ...written }));
  return { child, written, ended };
}

it('connects by piped secrets, syncs and watches to the end, with a line for each step and no colours', async () => {
  const { shop } = await world.shop([{ id: '1', name: 'Mug', regular_price: '5.00' }]);
  const connecting = start(['connect', 'woocommerce', '--address', shop.url, '--name', 'Mugs']);
  connecting.child.stdin.end(`${shop.consumerKey}\n${shop.consumerSecret}\n`);
  expect(await connecting.ended).toMatchObject({ code: 0, output: expect.stringContaining('Connected Mugs') });

  const ran = await start(['sync', 'Mugs', '--watch']).ended;

  expect(ran).toMatchObject({ code: 0, output: expect.stringMatching(/status +completed\n/) });
  expect(ran.output + ran.errors).not.toContain('\u001b');
});

it('is ended by Ctrl-C while the run goes on', async () => {
  const { storeId, shop } = await world.shop([{ id: '1', name: 'Mug', regular_price: '5.00' }]);
  shop.faults.add({ answer: { html: 500 } });
  const watching = start(['sync', storeId, '--watch']);
  await until('the run to be watched', () => watching.written.errors.includes('%'));

  watching.child.kill('SIGINT');

  const left = await watching.ended;
  expect(left).toMatchObject({ code: 130, output: '', errors: expect.stringMatching(/Run [0-9a-f-]{36} goes on/) });
  const [, runId = ''] = /Run ([0-9a-f-]{36}) goes on/.exec(left.errors) ?? [];
  expect((await world.json('run', runId)).finished_at).toBeNull();
  shop.faults.clear();
  expect(await world.tenant('cancel', runId)).toMatchObject({ code: 0 });
});

it('is ended by Ctrl-C while nobody answers', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const asked = once(silent, 'request');
  const asking = start(['stores'], LAUNCHER, { CATALOG_SYNC_URL: `http://127.0.0.1:${port}` });
  await asked;
  asking.child.kill('SIGINT');
  expect(await asking.ended).toEqual({ code: 130, output: '', errors: 'Ended.\n' });
  silent.closeAllConnections();
  silent.close();
});

it('completes commands, options and values, and writes a script for each shell', async () => {
  const scripts = await Promise.all(['bash', 'zsh', 'fish'].map((shell) => start(['complete', shell]).ended));
  for (const { code, output } of scripts)
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('catalog-sync') });
  const modes = await start(['complete', '--', 'sync', '--mode', '']).ended;
  expect(modes.output).toContain('inventory');
  expect((await start(['complete', '--', 'sy']).ended).output).toContain('sync');
});

it('says that it is not built where it is not', async () => {
  const folder = emptyHome();
  mkdirSync(join(folder, 'cli'));
  cpSync(LAUNCHER, join(folder, 'cli/catalog-sync.cjs'));
  expect(await start(['stores'], join(folder, 'cli/catalog-sync.cjs')).ended).toEqual({
    code: 2,
    output: '',
    errors: expect.stringContaining('npm run build'),
  });
});
