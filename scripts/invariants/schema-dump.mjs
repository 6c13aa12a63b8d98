// Compares the tables in TypeScript with the migrations and with the dump: `node schema-dump.mjs`; `--write` renews the dump.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const DUMP = join(ROOT, 'drizzle/schema.sql');
const DRIZZLE_KIT = join(dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs');

const tables = drizzleKit('export');
if (process.argv.includes('--write')) {
  writeFileSync(DUMP, tables);
} else {
  const problems = [...dumpProblems(), ...migrationProblems()];
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function dumpProblems() {
  const dump = readFileSync(DUMP, 'utf8').split('\n');
  const differing = tables.split('\n').findIndex((line, index) => line !== dump[index]);
  if (differing === -1 && dump.length === tables.split('\n').length) return [];
  return [
    `drizzle/schema.sql differs from the tables at line ${differing + 1}: run it with --write and look at the diff.`,
  ];
}

/** Generates into a copy of the migrations: what appears there is a change of the tables that has no migration. */
function migrationProblems() {
  const cache = join(ROOT, 'node_modules/.cache/catalog-sync');
  mkdirSync(cache, { recursive: true });
  const copy = mkdtempSync(join(cache, 'migrations-'));
  try {
    const migrations = join(copy, 'drizzle');
    cpSync(join(ROOT, 'drizzle'), migrations, { recursive: true });
    const config = join(copy, 'drizzle.config.ts');
    const out = JSON.stringify(relative(ROOT, migrations));
    writeFileSync(
      config,
      `import config from '${relative(copy, join(ROOT, 'drizzle.config'))}';\nexport default { ...config, out: ${out} };\n`,
    );
    drizzleKit('generate', '--config', relative(ROOT, config));
    const before = readdirSync(join(ROOT, 'drizzle'));
    return readdirSync(migrations)
      .filter((name) => !before.includes(name))
      .map((name) => `the tables changed without a migration (it would be ${name}): run \`npx drizzle-kit generate\`.`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function drizzleKit(...args) {
  // Without a terminal it cannot ask whether a column was renamed, and fails: that, too, is a missing migration.
  const { status, stdout, stderr } = spawnSync(process.execPath, [DRIZZLE_KIT, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`drizzle-kit ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
