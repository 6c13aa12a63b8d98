import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const PACKAGE = join(ROOT, 'clients/typescript');
const NAMES = ['createClient', 'isProblem', 'NoAnswerError', 'orThrow', 'ProblemError', 'verifyEvent'];

/** A program that has the built package among its dependencies. */
const home = mkdtempSync(join(tmpdir(), 'client-package-'));
const installed = join(home, 'node_modules/@catalog-sync/client');

beforeAll(() => {
  mkdirSync(installed, { recursive: true });
  cpSync(join(PACKAGE, 'package.json'), join(installed, 'package.json'));
  execFileSync(process.execPath, [join(PACKAGE, 'build.mjs'), join(installed, 'dist')], { stdio: 'inherit' });
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(home, 'node_modules', name));
  }
});
afterAll(() => rmSync(home, { recursive: true }));

function run(file: string, text: string): string {
  writeFileSync(join(home, file), text);
  return execFileSync(process.execPath, [join(home, file)], { encoding: 'utf8' });
}

const SAY =
  "console.log(typeof client.createClient({ baseUrl: 'http://localhost' }).GET, Object.keys(client).join(' '));";

it('loads as an ES module and as CommonJS, with the same names', () => {
  const imported = run('import.mjs', `import * as client from '@catalog-sync/client';\n${SAY}`);
  const required = run('require.cjs', `const client = require('@catalog-sync/client');\n${SAY}`);
  for (const said of [imported, required]) {
    expect(said).toMatch(/^function /);
    expect(said.trim().split(' ')).toEqual(expect.arrayContaining(NAMES));
  }
});

it('brings its types along in both forms', () => {
  const program = "import { createClient } from '@catalog-sync/client';\ncreateClient({ baseUrl: 1 });\n";
  for (const file of ['program.mts', 'program.cts']) writeFileSync(join(home, file), program);
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const args = ['--noEmit', '--strict', '--module', 'node20', '--target', 'es2023', '--lib', 'es2023,dom'];
  const check = () => execFileSync(process.execPath, [tsc, ...args, 'program.mts', 'program.cts'], { cwd: home });
  let said = '';
  try {
    check();
  } catch (error) {
    said = String((error as { stdout: Buffer }).stdout);
  }
  expect(said.match(/^program\.\wts.*TS2322.*'number' is not assignable to type 'string'/gm)).toHaveLength(2);
  expect(said.match(/error TS/g)).toHaveLength(2);
});

it('names the packages and the version that the service is built with', () => {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
  const ours = read(join(PACKAGE, 'package.json'));
  const service = read(join(ROOT, 'package.json'));
  expect(ours.version).toBe(service.version);
  for (const [name, version] of Object.entries(ours.dependencies)) expect(service.dependencies[name]).toBe(version);
});
