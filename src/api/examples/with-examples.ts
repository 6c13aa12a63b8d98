import { PROBLEM_CODES, type ProblemCode, problem, problemBody } from '../http/problem';
import { exampleOf, type Schema, type Schemas } from './example-of';
import { WORDS } from './words';

interface Content {
  schema?: Schema;
}

interface Operation {
  operationId?: string;
  parameters?: { in?: string; name?: string; schema?: Schema }[];
  requestBody?: { content?: Record<string, Content> };
  responses?: Record<string, { content?: Record<string, Content> }>;
}

/** As much of an OpenAPI document as examples need. */
export interface Contract {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Schemas };
}

const PROBLEM = 'application/problem+json';

/** The contract with an example of each request and answer, and of each problem by its code. */
export function withExamples(contract: Contract): Contract {
  const schemas = contract.components?.schemas ?? {};
  const paths = mapped(contract.paths, (path) => mapped(path, (operation) => exampled(operation, schemas)));
  const text = JSON.stringify(paths);
  const used = PROBLEM_CODES.filter((code) => text.includes(JSON.stringify(ref(code).$ref)));
  const examples = Object.fromEntries(used.map((code) => [code, { value: exampleOfProblem(code) }]));
  return { ...contract, paths, components: { ...contract.components, examples } as Contract['components'] & object };
}

function exampled(operation: Operation, schemas: Schemas): Operation {
  const { operationId: owner = '', parameters = [], requestBody, responses } = operation;
  const withExample = (content: Content, mediaType: string): Content =>
    mediaType === PROBLEM ? withCodes(content) : { ...content, ...exampleIn(content, owner, mediaType, schemas) };
  return {
    ...operation,
    ...(parameters.length > 0 ? { parameters: parameters.map((parameter) => ofPath(parameter, owner, schemas)) } : {}),
    ...(requestBody ? { requestBody: { ...requestBody, content: mapped(requestBody.content, withExample) } } : {}),
    responses: mapped(responses, (answer) =>
      answer.content ? { ...answer, content: mapped(answer.content, withExample) } : answer,
    ),
  };
}

/** Of files and streams one of their lines. */
const LINES: Readonly<Record<string, string>> = {
  'application/x-ndjson': '{"kind":"end","counts":{"product":990}}\n',
  'text/plain': 'catalog_sync_runs_last_hour{platform="shopify",mode="full",outcome="completed",error_type=""} 12\n',
  'text/event-stream': 'event: reset\ndata: {}\n\n',
};

function exampleIn({ schema = {} }: Content, owner: string, mediaType: string, schemas: Schemas) {
  return { example: LINES[mediaType] ?? exampleOf(schema, { owner, field: '' }, schemas) };
}

function ofPath(parameter: { in?: string; name?: string; schema?: Schema }, owner: string, schemas: Schemas) {
  const { name = '', schema = {} } = parameter;
  return parameter.in === 'path'
    ? { ...parameter, example: exampleOf(schema, { owner, field: name }, schemas) }
    : parameter;
}

function withCodes(content: Content): Content & { examples: object } {
  const codes = (content.schema?.allOf ?? []).flatMap(({ properties }) => properties?.code?.enum ?? []);
  return { ...content, examples: Object.fromEntries(codes.map((code) => [code, ref(String(code))])) };
}

const ref = (code: string) => ({ $ref: `#/components/examples/${code}` });

const exampleOfProblem = (code: ProblemCode) =>
  problemBody(problem(code, DETAILS[code] ?? 'What to do next stands here.'), String(WORDS.request_id));

const DETAILS: Partial<Record<ProblemCode, string>> = {
  invalid_request: 'limit must be at most 200: send it so.',
  unauthenticated:
    'Send X-TENANT-ID and X-TENANT-API-KEY of an active key, or X-OPERATOR-KEY where the operator is asked for.',
  insufficient_scope: 'The key lacks the scope integrations:manage: make one that has it.',
  not_found: 'There is no such store: GET /v1/stores lists them.',
  conflict: 'A run of another mode is under way: wait for its end, or cancel it.',
  cursor_expired:
    'Take a new cursor with from=now, read GET /v1/catalog/products to its end, then follow from that cursor.',
  too_large: 'Send at most 1 MiB.',
  rate_limited: 'Wait for 12 seconds.',
  internal: 'This is our fault. Report it with the request_id: the log says more under it.',
  temporal_unavailable: 'Temporal did not answer in time. Repeat the request: that is safe.',
  database_unavailable: 'The database did not answer. Repeat the request: that is safe.',
};

function mapped<From, To>(record: Record<string, From> | undefined, change: (value: From, key: string) => To) {
  return Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, change(value, key)]));
}
