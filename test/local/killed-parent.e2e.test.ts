import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT_ROOT } from '../../local/servers/project-root';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'killed-parent-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('programs that local mode started end by their stop signal when it is killed with -9', async () => {
  const child = `process.on('SIGINT', () => { console.log('stopped in order'); process.exit(0); });
                 console.log('ready'); setInterval(() => {}, 1000);`;
  const logFile = join(folder, 'child.log');
  const parent = spawn(process.execPath, ['-e', parentScript(child, logFile)], { stdio: 'inherit' });
  await until(() => contentOf(logFile).includes('ready'));

  parent.kill('SIGKILL');

  await until(() => contentOf(logFile).includes('stopped in order'));
});

function parentScript(child: string, logFile: string): string {
  const local = join(PROJECT_ROOT, 'dist/local/servers');
  const spec = {
    name: 'child',
    command: process.execPath,
    args: ['-e', child],
    env: {},
    logFile,
    stopSignal: 'SIGINT',
  };
  return `
    const { startProcessGuard } = require(${JSON.stringify(join(local, 'process-guard'))});
    const { startProgram } = require(${JSON.stringify(join(local, 'child-program'))});
    startProgram({ ...${JSON.stringify(spec)}, guard: startProcessGuard() });`;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}
