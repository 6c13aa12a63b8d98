import { type Paint, paintStatus } from './paint';
import { plainText } from './plain-text';

export type Cell = string | number | boolean | null | undefined;

export interface Column<Row> {
  title: string;
  of(row: Row): Cell;
  /** Characters; longer texts are cut. */
  most?: number;
}

const MOST = 40;
const GAP = '  ';

/** Rows as aligned lines. Every cell is cleaned: names and titles are the stores' own words. */
export function tableLines<Row>(rows: readonly Row[], columns: readonly Column<Row>[], paint: Paint): string[] {
  const texts = rows.map((row) => columns.map(({ of, most = MOST }) => shortened(cellText(of(row)), most)));
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, at) => Math.max(...[titles, ...texts].map((cells) => widthOf(cells[at] ?? ''))));
  const line = (cells: string[], dress: (text: string) => string) =>
    cells
      .map((text, at) => dress(text) + ' '.repeat((widths[at] ?? 0) - widthOf(text)))
      .join(GAP)
      .trimEnd();
  return [
    line(titles, (text) => paint('bold', text)),
    ...texts.map((cells) => line(cells, (text) => paintStatus(paint, text))),
  ];
}

/** Names and what belongs to them, one below the other; what is empty is left out. */
export function pairLines(pairs: readonly (readonly [string, Cell])[], paint: Paint): string[] {
  const shown = pairs.flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, value] as const],
  );
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(
    ([name, value]) => `${paint('dim', name.padEnd(width))}${GAP}${paintStatus(paint, cellText(value))}`,
  );
}

function cellText(value: Cell): string {
  return value === null || value === undefined ? '-' : plainText(String(value));
}

const widthOf = (text: string): number => [...text].length;

export function shortened(text: string, most: number): string {
  return widthOf(text) > most ? `${[...text].slice(0, most - 1).join('')}…` : text;
}
