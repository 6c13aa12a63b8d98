import type { Failure } from '../failure';
import type { Surroundings } from '../surroundings';
import { type Paint, paintFor } from './paint';
import { plainJson, plainText } from './plain-text';

/** What a command says. Results go to standard output, all that is about them to standard error. */
export interface Printer {
  /** Of standard output. */
  paint: Paint;
  /** The result: `data` as the API gave it with `--json`, else lines that were made of cleaned texts. */
  result(data: unknown, lines: () => readonly string[]): void;
  /** A word beside the result; silent with `--json`. */
  tell(text: string): void;
  /** A line that takes the place of the one before, on a terminal; told where there is none, when it changed. */
  progress(text: string): void;
  failure(failure: Failure): void;
}

const CLEAR_LINE = '\r\u001b[2K';

export function openPrinter({ output, errors, environment }: Surroundings, isJson: boolean): Printer {
  let drawn = '';
  const isDrawing = errors.isTTY === true;
  const clear = (): void => {
    if (isDrawing && drawn !== '') errors.write(CLEAR_LINE);
    drawn = '';
  };
  const tell = (text: string): void => {
    if (isJson) return;
    clear();
    errors.write(`${plainText(text)}\n`);
  };

  return {
    paint: paintFor(output, environment),
    result(data, lines) {
      clear();
      output.write(
        isJson
          ? `${plainJson(data)}\n`
          : lines()
              .map((line) => `${line}\n`)
              .join(''),
      );
    },
    tell,
    progress(text) {
      const line = plainText(text);
      if (isJson || line === drawn) return;
      // A line that wraps could not be drawn over.
      if (isDrawing) errors.write(CLEAR_LINE + [...line].slice(0, (errors.columns || 80) - 1).join(''));
      else errors.write(`${line}\n`);
      drawn = line;
    },
    failure({ exitCode, message, more }) {
      clear();
      const { code, status, requestId, errors: faults = [], runId } = more;
      if (isJson) {
        const told = { code, detail: message, status, request_id: requestId, errors: more.errors, run_id: runId };
        errors.write(`${plainJson({ error: { ...told, exit_code: exitCode } })}\n`);
        return;
      }
      const lines = [
        ...message.split('\n').map(plainText),
        ...faults.map((fault) => `  ${plainText(fault.path)}: ${plainText(fault.message)}`),
        ...(requestId === undefined ? [] : [`  request ${plainText(requestId)}, code ${plainText(code)}`]),
      ];
      errors.write(lines.map((line) => `${line}\n`).join(''));
    },
  };
}
