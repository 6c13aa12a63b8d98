import type { RawValue } from './raw';

/** Writes JSON as PHP does: slashes and everything beyond ASCII escaped, ids with all their digits. */
export function writeJson(value: RawValue): string {
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`;
  const members = Object.entries(value).map(([name, member]) => `${writeText(name)}:${writeJson(member)}`);
  return `{${members.join(',')}}`;
}

/** Array.isArray does not narrow a readonly array out of a union. */
export function isList(value: RawValue): value is readonly RawValue[] {
  return Array.isArray(value);
}

function writeText(text: string): string {
  return JSON.stringify(text).replace(/[/\u0080-\uffff]/g, (unit) =>
    unit === '/' ? '\\/' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Reads JSON; whole numbers of 16 digits and more become text, since a double would change them. */
export function readJson(text: string): unknown {
  const exact = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  return JSON.parse(exact);
}
