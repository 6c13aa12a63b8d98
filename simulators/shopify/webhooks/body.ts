/** What a delivery says. Ids are bigint: they are numbers in it, and may lie beyond 2^53. */
type BodyValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly BodyValue[]
  | { readonly [field: string]: BodyValue };
export type Body = { readonly [field: string]: BodyValue };

/** The JSON of a body, with nothing but the fields that the subscription includes; none named means all. */
export function writeBody(body: Body, includeFields: readonly string[]): string {
  if (includeFields.length === 0) return write(body);
  return write(Object.fromEntries(Object.entries(body).filter(([field]) => includeFields.includes(field))));
}

function write(value: BodyValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(write).join(',')}]`;
  return `{${Object.entries(value)
    .map(([field, inner]) => `${JSON.stringify(field)}:${write(inner)}`)
    .join(',')}}`;
}

/** Array.isArray does not narrow a readonly array out of a union. */
function isList(value: BodyValue): value is readonly BodyValue[] {
  return Array.isArray(value);
}
