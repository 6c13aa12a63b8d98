import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface LineProgram {
  pid: number;
  /** Says `go` and waits for the next line: JSON. */
  go<Answer>(): Promise<Answer>;
  end(): Promise<void>;
}

/**
 * A contestant in a process of its own. It says `ready` when it has loaded and connected, waits for a line, works,
 * says what came of it as one line of JSON, and stays until its standard input ends, so that it can be measured.
 */
export async function startLineProgram(command: string, args: string[]): Promise<LineProgram> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4_000);
  });
  child.stdin.on('error', () => {}); // it may have ended; the missing answer tells

  async function next(): Promise<string> {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command} ${args[0]} ended with ${await ended} before it answered:\n${said}`);
      if (value === 'ready' || value.startsWith('{')) return value;
    }
  }

  await next();
  return {
    pid: child.pid ?? 0,
    async go() {
      child.stdin.write('go\n');
      return JSON.parse(await next());
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
