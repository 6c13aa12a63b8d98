// Makes a fresh machine ready for `npm start`, `npm test` or `npm run check`; needs no package. Run again, it skips
// what is done: `node scripts/setup.mjs start|test|check|build`. Before a build it only looks which Node.js this is.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installDependencies } from './setup/dependencies.mjs';
import { ROOT, refuseReadOnlyCheckout, TOOLS_FILE } from './setup/folders.mjs';
import { refuseOldNode } from './setup/node-version.mjs';
import { findPostgres } from './setup/postgres-binaries.mjs';
import { SetupProblem, step } from './setup/say.mjs';
import { findTemporalCli } from './setup/temporal-cli.mjs';
import { findTimeSkippingServer } from './setup/time-skipping-server.mjs';

/** The programs' own tests start the built programs, so tests are built for as well. */
const STEPS = {
  build: [],
  check: [dependencies],
  start: [dependencies, tools, build],
  test: [dependencies, tools, build],
};

function dependencies() {
  return step('dependencies', installDependencies);
}

async function build() {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { stdio: 'inherit' });
  if (status !== 0) throw new SetupProblem('The build failed: the reason stands above.');
}

/** Tests always run servers of their own: a setting may name somebody's real ones. */
async function tools() {
  const found = existsSync(TOOLS_FILE) ? JSON.parse(readFileSync(TOOLS_FILE, 'utf8')) : {};
  await step('Temporal CLI', (say) => {
    if (purpose === 'start' && process.env.TEMPORAL_ADDRESS) return 'not needed: TEMPORAL_ADDRESS is set';
    const { path, outcome } = findTemporalCli(say);
    found.temporal = path;
    return outcome;
  });
  await step('PostgreSQL', (say) => {
    if (purpose === 'start' && process.env.DATABASE_URL) return 'not needed: DATABASE_URL is set';
    const { postgres, outcome } = findPostgres(say);
    found.postgres = postgres;
    return outcome;
  });
  if (purpose === 'test') {
    await step('time skipping', (say) => {
      const { server, outcome } = findTimeSkippingServer(say);
      found.timeSkippingServer = server;
      return outcome;
    });
  }
  mkdirSync(dirname(TOOLS_FILE), { recursive: true });
  writeFileSync(TOOLS_FILE, `${JSON.stringify(found, null, 2)}\n`);
}

const purpose = process.argv[2];
if (!Object.hasOwn(STEPS, purpose ?? '')) {
  console.error(`usage: node scripts/setup.mjs ${Object.keys(STEPS).join('|')}`);
  process.exit(2);
}
try {
  refuseOldNode();
  if (STEPS[purpose].length > 0) {
    refuseReadOnlyCheckout();
    console.log('Set-up');
  }
  for (const run of STEPS[purpose]) await run();
} catch (problem) {
  if (!(problem instanceof SetupProblem)) throw problem;
  console.error(`\n${problem.message}`);
  process.exit(1);
}
