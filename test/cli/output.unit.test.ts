import { paintFor } from '../../cli/output/paint';
import { plainJson, plainText } from '../../cli/output/plain-text';
import { tableLines } from '../../cli/output/table';

const HOSTILE = [
  ['a colour', '\u001b[31mred\u001b[0m', 'red'],
  ['a title of the window', '\u001b]0;owned\u0007Mug', 'Mug'],
  ['a link', '\u001b]8;;https://evil.test\u001b\\Mug\u001b]8;;\u001b\\', 'Mug'],
  ['a cursor', 'Mug\u001b[2A\u001b[2K', 'Mug'],
  ['an eight-bit escape', '\u009b31mMug', 'Mug'],
  ['lines', 'Mug\r\nrm -rf ~\n', 'Mug rm -rf ~'],
  ['backspaces', 'safe\b\b\b\bevil', 'safe evil'],
  ['a turned direction', 'Mug\u202egnp.exe', 'Mug gnp.exe'],
  ['a soft hyphen and tags', 'M\u00adug\u{e0041}\u061cs', 'M ug s'],
  ['invisible ones', 'M\u200bug\ufeff', 'M ug'],
] as const;

it.each(HOSTILE)('takes %s out of a store’s text', (_what, text, plain) => {
  expect(plainText(text)).toBe(plain);
});

it('leaves nothing that a terminal obeys, whatever bytes come', () => {
  for (let code = 0; code < 0x2100; code += 1) {
    const plain = plainText(`a\u001b${String.fromCharCode(code)}b${String.fromCharCode(code)}c`);
    expect(plain).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }
});

it('cuts a text of megabytes before it looks at it', () => {
  expect(plainText('\u001b['.repeat(2_000_000)).length).toBeLessThanOrEqual(2_001);
});

it('writes JSON that says the same and moves no cursor', () => {
  const data = { title: '\u001b[31m\u009b2A\u202eMug\u007f\u00ad\u{e0041}', lines: 'a\nb' };
  const text = plainJson(data);
  expect(JSON.parse(text)).toEqual(data);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

const columns = [
  { title: 'id', of: ({ id }: { id: string }) => id },
  { title: 'status', of: () => 'failed' },
];

it('aligns a table, and cuts what is long', () => {
  const lines = tableLines([{ id: '1' }, { id: 'x'.repeat(100) }], columns, (_colour, text) => text);
  expect(lines).toEqual([`id${' '.repeat(40)}status`, `1${' '.repeat(41)}failed`, `${'x'.repeat(39)}…  failed`]);
});

it('colours a terminal, and neither a pipe nor where NO_COLOR is set', () => {
  const terminal = { isTTY: true, write: () => true };
  expect(paintFor(terminal, {})('red', 'a')).toBe('\u001b[31ma\u001b[0m');
  expect(paintFor(terminal, { NO_COLOR: '1' })('red', 'a')).toBe('a');
  expect(paintFor(terminal, { TERM: 'dumb' })('red', 'a')).toBe('a');
  expect(paintFor({ write: () => true }, {})('red', 'a')).toBe('a');
});
