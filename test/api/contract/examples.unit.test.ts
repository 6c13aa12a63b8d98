import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiOf } from '../../../src/api/openapi';
import { ROUTES } from '../../../src/api/routes';

interface Media {
  schema?: object;
  example?: unknown;
  examples?: Record<string, { $ref: string }>;
}

interface Contract {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: { in: string; name: string; schema: object; example?: unknown }[];
        requestBody?: { content: Record<string, Media> };
        responses: Record<string, { content?: Record<string, Media> }>;
      }
    >
  >;
  components: { schemas: Record<string, object>; examples: Record<string, { value: unknown }> };
}

const contract = JSON.parse(JSON.stringify(openApiOf(ROUTES))) as Contract;
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'contract', components: contract.components });

const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

const contents = operations.flatMap(({ name, operation: { requestBody, responses } }) => [
  ...Object.entries(requestBody?.content ?? {}).map(([type, media]) => ({ name: `${name} request`, type, media })),
  ...Object.entries(responses).flatMap(([status, { content = {} }]) =>
    Object.entries(content).map(([type, media]) => ({ name: `${name} ${status}`, type, media })),
  ),
]);

const valuesOf = ({ example, examples }: Media): unknown[] => [
  ...(example === undefined ? [] : [example]),
  ...Object.values(examples ?? {}).map(({ $ref }) => contract.components.examples[$ref.split('/').at(-1) ?? '']?.value),
];

function faultsOf(schema: object, value: unknown): string[] {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"contract#/')));
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

it('has an example of each request and each answer', () => {
  expect(contents.length).toBeGreaterThan(300);
  expect(contents.filter(({ media }) => valuesOf(media).length === 0).map(({ name }) => name)).toEqual([]);
});

it('has examples that their schemas allow', () => {
  const faults = contents.flatMap(({ name, type, media }) =>
    type !== 'application/json' && !type.includes('problem')
      ? []
      : valuesOf(media).flatMap((value) => faultsOf(media.schema ?? {}, value).map((fault) => `${name}${fault}`)),
  );
  expect(faults).toEqual([]);
});

it('has requests that the service itself takes', () => {
  const faults = ROUTES.flatMap(({ method, path, body }) => {
    const operation = contract.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method];
    const example = operation?.requestBody?.content['application/json']?.example;
    const parsed = body?.safeParse(example);
    return parsed === undefined || parsed.success ? [] : [`${method} ${path}: ${parsed.error.message}`];
  });
  expect(faults).toEqual([]);
});

/** A field that nobody has a word for is an example of nothing: `stores: "stores"`. */
it('says something in every text of an example (words for new fields stand in src/api/examples/words.ts)', () => {
  const wordless = new Set<string>();
  const look = (name: string, field: string, value: unknown): void => {
    if (typeof value === 'string' && value === field) wordless.add(`${name}: ${field}`);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) look(name, Array.isArray(value) ? field : key, part);
  };
  for (const { name, media } of contents) for (const value of valuesOf(media)) look(name, '', value);
  expect([...wordless]).toEqual([]);
});

it('tells on each status the codes that can come there, and no other', () => {
  for (const { name, media } of contents.filter(({ type }) => type === 'application/problem+json')) {
    const status = Number(name.split(' ').at(-1));
    for (const value of valuesOf(media))
      expect({ name, status: (value as { status: number }).status }).toEqual({ name, status });
    expect(faultsOf(media.schema ?? {}, { ...Object(valuesOf(media)[0]), code: 'something_else' })).not.toEqual([]);
  }
});
