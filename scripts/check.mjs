// All checks that need no server: `npm run check`. Prints a line per check, and what it said when it failed.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const AT_ONCE = 2;

/** The longest first. */
const CHECKS = [
  ['types', 'tsc', '--noEmit'],
  ['unused code', 'knip', '--no-progress', '--treat-config-hints-as-errors'],
  [
    'dependencies',
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    'src',
    'clients',
    'cli',
    'local',
    'simulators',
    'bench',
  ],
  ['schema', process.execPath, 'scripts/invariants/schema-dump.mjs'],
  ['format and lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['error table', process.execPath, 'scripts/error-table.mjs'],
  ['client types', process.execPath, 'scripts/client-types.mjs'],
  ['metrics table', process.execPath, 'scripts/metrics-table.mjs'],
  ['dashboards', process.execPath, 'scripts/dashboards.mjs'],
  ['invariants', process.execPath, 'scripts/invariants/run.mjs'],
];

const waiting = [...CHECKS];
const failed = [];
await Promise.all(Array.from({ length: AT_ONCE }, work));
if (failed.length > 0) console.error(`\n${failed.length} of ${CHECKS.length} checks failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);

async function work() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const [name, command, ...args] = check;
    const startedAt = performance.now();
    const { code, output } = await run(command, args);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.padStart(5)} s`);
    if (code !== 0) {
      console.log(output.trimEnd());
      failed.push(name);
    }
  }
}

function run(command, args) {
  return new Promise((resolve) => {
    const PATH = `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`;
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, PATH }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ code: 1, output: `${error.message}: run \`npm ci\`` }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
