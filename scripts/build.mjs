// Builds the programs into dist/: TypeScript, then the workflow bundle that workers load. Skipped when nothing is newer.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { ROOT } from './setup/folders.mjs';
import { step } from './setup/say.mjs';

const SOURCES = [
  'src',
  'clients/typescript/src',
  'cli',
  'local',
  'simulators',
  'bench',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
  'scripts/build.mjs',
];
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built');
const WORKFLOWS = join(DIST, 'src/workflows/index.js');
const require = createRequire(import.meta.url);

await step('build', async (say) => {
  const startedAt = new Date();
  const builtAt = statSync(STAMP, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (SOURCES.every((source) => newest(join(ROOT, source)) < builtAt)) return 'up to date';

  say('compiling ...');
  removeOrphans(DIST);
  const tsc = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (tsc.status !== 0) process.exit(1);
  await bundleWorkflows();
  writeFileSync(STAMP, '');
  utimesSync(STAMP, startedAt, startedAt); // what changed while the build ran is newer, and built next time
  return 'built';
});

/** The latest modification at or below a path, folders included: a file that was removed changes its folder. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** tsc never removes the output of a source that is gone, and a stale workflow file would end up in the bundle. */
function removeOrphans(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeOrphans(path);
    const source = join(ROOT, relative(DIST, path)).replace(/\.js(\.map)?$/, '.ts');
    if (folder !== DIST && source.endsWith('.ts') && !existsSync(source)) rmSync(path);
  }
}

/** A worker that bundles at its start needs seconds and webpack; production workers load this file. */
async function bundleWorkflows() {
  if (!existsSync(WORKFLOWS)) {
    console.error(
      `The workflows are missing: ${relative(ROOT, WORKFLOWS)} was not compiled from src/workflows/index.ts.`,
    );
    process.exit(1);
  }
  const { bundleWorkflowCode, DefaultLogger } = require('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: new DefaultLogger('WARN') });
  writeFileSync(join(DIST, 'workflow-bundle.js'), code);
}
