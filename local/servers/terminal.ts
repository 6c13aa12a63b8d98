import type { WriteStream } from 'node:tty';

export interface Terminal {
  /** Whether lines can be drawn again: a terminal, not a file or a pipe. */
  isInteractive: boolean;
  say(text: string): void;
  /** Keeps these lines below everything that is said, in place of the last ones; none removes them. */
  live(lines: readonly string[]): void;
  /** Does a step of the start, and says what it came to, and how long it took when that is worth telling. */
  step<Result>(name: string, work: () => Promise<Result>, outcome: (result: Result) => string): Promise<Result>;
}

const UP_AND_CLEAR = (lines: number) => `\x1b[${lines}A\x1b[0J`;
const NAME_WIDTH = 16;

/** What the user sees. */
export function openTerminal(output: NodeJS.WriteStream | WriteStream): Terminal {
  output.on('error', () => {}); // `npm start | head`: the reader may leave, the stores stay in sync
  const isInteractive = output.isTTY === true;
  let drawn: readonly string[] = [];

  const draw = (text: string, lines: readonly string[]): void => {
    const erase = drawn.length > 0 ? UP_AND_CLEAR(drawn.length) : '';
    // A line that wraps would be two, and the next drawing would begin too low.
    const below = lines.map((line) => `${[...line].slice(0, (output.columns || 80) - 1).join('')}\n`);
    output.write(erase + text + below.join(''));
    drawn = lines;
  };
  const say = (text: string): void => draw(`${text}\n`, drawn);

  return {
    isInteractive,
    say,
    live: (lines) => {
      if (isInteractive) draw('', lines);
    },
    async step(name, work, outcome) {
      const startedAt = performance.now();
      const result = await work();
      const seconds = (performance.now() - startedAt) / 1000;
      say(`  ${name.padEnd(NAME_WIDTH)} ${outcome(result)}${seconds < 0.5 ? '' : ` (${seconds.toFixed(1)} s)`}`);
      return result;
    },
  };
}
