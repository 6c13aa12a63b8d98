import type { Goal, Table, WorkloadResult } from './result';

/** Tables as Markdown: the same on the terminal and on the page. */
export function markdownOf({ title, name, tables, notes }: WorkloadResult): string {
  return [`### ${name}: ${title}`, ...tables.map(tableText), notes.map((note) => `- ${note}`).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function goalsText(goals: readonly Goal[]): string {
  return tableText({
    title: '',
    columns: ['goal', 'at least', 'aim', 'measured', ''],
    rows: goals.map(({ what, atLeast, aim, measured, met }) => [what, atLeast, aim, measured, met]),
  });
}

export function tableText({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const lines = [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
  return title === '' ? lines : `${title}:\n\n${lines}`;
}
