import { spawnSync } from 'node:child_process';
import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { HOME, INSIDE, isWritable, ROOT } from './folders.mjs';
import { SetupProblem } from './say.mjs';

/** npm writes this file at the end of every install: its time is the time of the install. */
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json');

/** Runs `npm ci` when node_modules is missing or older than the lock file. */
export function installDependencies(say) {
  const installedAt = statSync(INSTALLED, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (installedAt >= statSync(join(ROOT, 'package-lock.json')).mtimeMs) return 'up to date';

  say('npm ci ...');
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // Inside an npm script npm_execpath is the npm that runs; a `npm` on PATH may be another one, or a shell function.
  const npm = process.env.npm_execpath;
  // npm would fail with a page about permissions where it may not write to its cache, in the home folder.
  if (!isWritable(process.env.npm_config_cache || join(HOME, '.npm'))) args.push('--cache', join(INSIDE, 'npm'));
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: ROOT, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new SetupProblem('`npm ci` failed: the reason stands above.');
  utimesSync(INSTALLED, new Date(), new Date());
  return 'installed';
}
