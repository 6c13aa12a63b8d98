import { ANY_ID, WORDS } from './words';

/** As much of JSON Schema as zod writes. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  example?: unknown;
  default?: unknown;
  minimum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: boolean | Schema;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** Whose field it is: the schema's name, or the operation's. */
interface Place {
  owner: string;
  field: string;
}

/** Where there is no word for a field. */
const OF_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-11-25T09:00:00.000Z',
  date: '2026-11-25',
  uuid: ANY_ID,
};

/** Left out where that other field is: only one of two is there, or only operators over all tenants see them. */
const INSTEAD_OF: Readonly<Record<string, readonly string[]>> = {
  shop_domain: ['store_url'],
  cron: ['every', 'interval'],
  tenant_id: ['tenant_name'],
  tenant_name: ['tenant_id'],
};

/** An example that its schema allows, with the words of `words.ts`. */
export function exampleOf(schema: Schema, place: Place, schemas: Schemas): unknown {
  if (schema.$ref !== undefined) {
    const owner = schema.$ref.split('/').at(-1) ?? '';
    return exampleOf(schemas[owner] ?? {}, { ...place, owner }, schemas);
  }
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  for (const word of [WORDS[`${place.owner}.${place.field}`], WORDS[place.field]]) {
    if (word !== undefined && allows(schema, word, schemas)) return word;
  }
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, place, schemas)));
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return exampleOf(choice, place, schemas);
  return exampleOfType(schema, place, schemas);
}

function exampleOfType(schema: Schema, place: Place, schemas: Schemas): unknown {
  switch (typesOf(schema)[0]) {
    case 'object':
      return objectOf(schema, place, schemas);
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(schema.items, place, schemas)];
    case 'string':
      return schema.default ?? OF_FORMAT[schema.format ?? ''] ?? place.field;
    case 'boolean':
      return schema.default ?? false;
    case 'integer':
    case 'number':
      return schema.default ?? schema.minimum ?? 1;
    default:
      return null;
  }
}

function objectOf(
  { properties = {}, required = [], additionalProperties }: Schema,
  { owner, field }: Place,
  schemas: Schemas,
): object {
  const names = Object.keys(properties).filter(
    (name) => required.includes(name) || !INSTEAD_OF[name]?.some((other) => other in properties),
  );
  const entries = names.map((name) => [name, exampleOf(properties[name] ?? {}, { owner, field: name }, schemas)]);
  if (entries.length > 0 || typeof additionalProperties !== 'object') return Object.fromEntries(entries);
  return { [field]: exampleOf(additionalProperties, { owner, field: `${field}.*` }, schemas) };
}

const typesOf = ({ type = [] }: Schema): string[] => [type].flat();

/** Whether a word is of a type, and one of the values, that a schema allows; a document's test looks closer. */
function allows(schema: Schema, word: unknown, schemas: Schemas): boolean {
  if (schema.$ref !== undefined) return allows(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, word, schemas);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.some((choice) => allows(choice, word, schemas));
  if (schema.enum !== undefined) return schema.enum.includes(word);
  if (schema.format === 'date-time' || schema.format === 'uuid') return fitsFormat(schema, word);
  const types = typesOf(schema);
  if (types.length === 0) return schema.allOf === undefined;
  return types.includes(typeOf(word)) || (types.includes('number') && typeOf(word) === 'integer');
}

function fitsFormat({ format, type = [] }: Schema, word: unknown): boolean {
  if (word === null) return [type].flat().includes('null');
  return typeof word === 'string' && (format === 'uuid' ? /^[\da-f-]{36}$/ : /^\d{4}-\d\d-\d\dT/).test(word);
}

function typeOf(word: unknown): string {
  if (word === null) return 'null';
  if (Array.isArray(word)) return 'array';
  return Number.isInteger(word) ? 'integer' : typeof word;
}
