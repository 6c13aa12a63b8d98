// A table of a document that is written from the code: compared with what stands there, or with `--write` put in its place.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The table stands below `mark` until an empty line. `otherwise` is said where it differs. */
export function keepTable({ document, mark, header, rows }, otherwise) {
  const table = [lineOf(header), lineOf(header.map(() => '---')), ...rows.map(lineOf)];
  const file = join(ROOT, document);
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(mark) + mark.length;
  const end = text.indexOf('\n\n', begin);
  if (begin < mark.length || end === -1) throw new Error(`${document} lacks a table below ${mark}`);
  const renewed = text.slice(0, begin) + table.join('\n') + text.slice(end);
  if (process.argv.includes('--write')) {
    writeFileSync(file, renewed);
  } else if (renewed !== text) {
    console.log(otherwise);
    process.exitCode = 1;
  }
}

function lineOf(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
