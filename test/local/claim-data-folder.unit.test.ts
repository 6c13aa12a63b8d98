import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDataFolder } from '../../local/start/claim-data-folder';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'claim-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it('is refused while another start uses the folder', async () => {
  const other = idle('local/start/main.js');
  claimed({ start: other.pid, guard: process.pid });

  await expect(claimDataFolder(dataDir, 1, () => {})).rejects.toThrow(
    `\`npm start\` already runs with the data folder ${dataDir} (process ${other.pid})`,
  );
  other.kill('SIGKILL');
});

it('waits for the guard of a start that was killed', async () => {
  const said: string[] = [];
  const guard = idle('guard-program.js');
  claimed({ start: await endedPid(), guard: guard.pid });

  const claiming = claimDataFolder(dataDir, 1, (line) => said.push(line));
  guard.kill('SIGKILL');
  await claiming;

  expect(said).toEqual(['  the last start was killed, and its programs are still ending ...']);
  expect(JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'))).toEqual({ start: process.pid, guard: 1 });
});

it('does not take another program with the number of a start that ended for that start', async () => {
  const other = idle('something-else.js');
  claimed({ start: other.pid, guard: other.pid });

  await claimDataFolder(dataDir, 1, () => {});
  other.kill('SIGKILL');
});

it('says what to do when the folder cannot be made', async () => {
  const taken = join(dataDir, 'a file');
  writeFileSync(taken, '');

  await expect(claimDataFolder(join(taken, 'data'), 1, () => {})).rejects.toThrow(
    /^The data folder .*data cannot be written to: name another one by CATALOG_SYNC_DATA_DIR \(.*ENOTDIR/,
  );
});

function claimed(claim: { start: number | undefined; guard: number | undefined }): void {
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify(claim));
}

function idle(name: string) {
  return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', name]);
}

async function endedPid(): Promise<number | undefined> {
  const program = spawn(process.execPath, ['-e', '']);
  await once(program, 'exit');
  return program.pid;
}
