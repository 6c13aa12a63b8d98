import { readFileSync } from 'node:fs';
import { interruption, wrongUsage } from '../failure';
import type { Surroundings } from '../surroundings';

const ENTER = /[\r\n]/;
const CTRL_C = '\u0003';
const BACKSPACE = /[\b\u007f]/;

/**
 * Asks for a secret on the terminal without showing it. Where there is no terminal, the next line of standard input is
 * taken.
 */
export async function askSecret({ input, errors }: Surroundings, question: string): Promise<string> {
  const isTerminal = input.isTTY === true && input.setRawMode !== undefined;
  if (isTerminal) {
    input.setRawMode?.(true); // first: whoever pastes at the sight of the question must not see it echoed
    errors.write(`${question}: `);
  }
  try {
    return await readLine(input);
  } finally {
    if (isTerminal) {
      input.setRawMode?.(false);
      errors.write('\n');
    }
    input.pause();
  }
}

/** What follows the line stays in the stream, for the next question. */
function readLine(input: Surroundings['input']): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (finish: () => void): void => {
      input.off('data', take).off('end', ended).off('error', reject);
      finish();
    };
    const ended = (): void => end(() => resolve(typed));
    const take = (chunk: Buffer | string): void => {
      input.pause(); // before anything of the rest could come again
      const text = String(chunk);
      for (const [at, character] of [...text].entries()) {
        if (character === CTRL_C) {
          end(() => reject(interruption(null)));
          return;
        }
        if (ENTER.test(character)) {
          const rest = [...text].slice(at + 1).join('');
          end(() => {
            if (rest !== '') input.unshift(rest);
            resolve(typed);
          });
          return;
        }
        typed = BACKSPACE.test(character) ? [...typed].slice(0, -1).join('') : typed + character;
      }
      input.resume();
    };
    input.on('data', take).on('end', ended).on('error', reject).resume();
  });
}

/** A JSON file of secrets; what it holds is never quoted. */
export function readSecretFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw wrongUsage(`${file} cannot be read.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw wrongUsage(`${file} is no JSON.`);
  }
}
