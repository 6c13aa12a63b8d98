import { z } from 'zod';
import { problemOfAnswer, refusalByPlatform, unreadable } from '../../http/problem-of-answer';
import type { StoreAnswer } from '../../http/store-answer';
import type { StoreProblem } from '../../problem';
import { Points, ThrottleStatus } from './throttle';

const GraphQLError = z.object({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.object({ code: z.string().optional(), requiredAccess: z.string().optional() }).optional(),
});

export type GraphQLError = z.infer<typeof GraphQLError>;

const Cost = z.object({ requestedQueryCost: Points.nullable().catch(null), throttleStatus: ThrottleStatus });

/** Beside the data of a query that searches: what of the search Shopify did not understand, and left out. */
const Search = z.looseObject({ warnings: z.array(z.looseObject({ message: z.string().catch('') })).nullish() });

const Body = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.union([z.array(GraphQLError), z.string().transform((message) => [{ message }])]).optional(),
  // Without it we only wait less well: no reason to refuse the data.
  extensions: z.object({ cost: Cost.optional().catch(undefined), search: z.array(Search).nullish() }).optional(),
});

/** Text, a list of errors, or texts by field. */
const RefusalBody = z.object({
  errors: z.union([
    z.string(),
    z.array(GraphQLError).transform((errors) => errors.map(({ message }) => message).join('; ')),
    z.record(z.string(), z.unknown()).transform((errors) => JSON.stringify(errors)),
  ]),
});

/** A 200 in GraphQL's form. `errors` may stand beside data: fields of it are null then for no reason of the shop's. */
export interface GraphQLReply {
  kind: 'reply';
  data: Record<string, unknown> | null;
  errors: GraphQLError[];
  cost: z.infer<typeof Cost> | null;
  searches: z.infer<typeof Search>[];
  answer: StoreAnswer;
}

export function graphQLReply(answer: StoreAnswer): GraphQLReply | StoreProblem {
  const problem = problemOfAnswer(answer);
  if (problem !== null) return shopifysRefusal(answer) ?? problem;

  const body = Body.safeParse(jsonOf(answer.text));
  if (!body.success) return unreadable(answer, 'is no GraphQL answer');
  const { data = null, errors = [], extensions } = body.data;
  return { kind: 'reply', data, errors, cost: extensions?.cost ?? null, searches: extensions?.search ?? [], answer };
}

/** What Shopify's own refusals mean and what to do, by status; its words stand in front. */
const REFUSALS: Record<number, string> = {
  401: 'the access token is not valid: it was revoked, or the app was removed from the shop; install the app again and connect the store with a new token',
  402: 'the shop is frozen because its bill is not paid: its owner has to pay it in the admin',
  403: 'the app may not do this: grant it the scope read_products and release that version, then connect the store again',
  404: 'there is no shop at this domain: look up the permanent one under Settings, Domains in the admin',
  423: 'Shopify has locked the shop: its owner has to ask Shopify’s support',
};

/** A refusal in Shopify's own form, `{"errors": …}`; null for what something in front of it answers. */
function shopifysRefusal(answer: StoreAnswer): StoreProblem | null {
  const what = REFUSALS[answer.status];
  const body = RefusalBody.safeParse(jsonOf(answer.text));
  if (what === undefined || !body.success) return null;
  const words = answer.quote(body.data.errors);
  return refusalByPlatform(answer.status, `${answer.address} answered ${answer.status} "${words}": ${what}`);
}

/** Maintenance pages come with status 200 as well. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a reader can do something about, by itself: ask for less, or without a field, or without an item. */
export type Refusal =
  | { kind: 'too_costly'; detail: string }
  | { kind: 'inventory_denied'; detail: string }
  | ItemFailure;

/** Shopify failed at single items of a listing, and named them. */
interface ItemFailure {
  kind: 'item_failed';
  /** Their places in the listing. Where a fault takes the whole answer with it, Shopify names but the first. */
  places: number[];
  /** What it is for who can do nothing about it. */
  problem: StoreProblem;
}

/** What the errors of an answer mean as a whole; the worst decides. Null without errors. THROTTLED is not looked at. */
export function meaningOf({ errors, searches, answer }: GraphQLReply): StoreProblem | Refusal | null {
  for (const { codes, meaning } of MEANINGS) {
    const error = errors.find((each) => codes.includes(each.extensions?.code ?? ''));
    if (error !== undefined) return meaning(error, `${answer.address}: ${said(error, answer)}`, answer);
  }
  const [first] = errors;
  if (first === undefined) return searchedOtherwise(searches, answer);
  const problem = failureOf(errors.find(isFailure) ?? first, answer);
  const places = errors.map(placeOf);
  return places.every((place) => place !== null) ? { kind: 'item_failed', places, problem } : problem;
}

/** A part of the search that was left out makes the answer one to another question: all products, not those that changed. */
function searchedOtherwise(searches: GraphQLReply['searches'], answer: StoreAnswer): StoreProblem | null {
  const [warning] = searches.flatMap(({ warnings }) => warnings ?? []);
  return warning === undefined
    ? null
    : unreadable(answer, `ignores a part of the search: ${answer.quote(warning.message)}`);
}

/** Where in its listing the item stands that an error arose in: of products, of the nodes that were asked for by id. */
export function placeOf({ path = [] }: GraphQLError): number | null {
  const [field, next, nth] = path;
  const place = field === 'products' && next === 'edges' ? nth : field === 'nodes' ? next : null;
  if (field === 'product') return 0;
  return typeof place === 'number' ? place : null;
}

const FAILURES: ReadonlySet<string | undefined> = new Set(['INTERNAL_SERVER_ERROR', 'TIMEOUT']);

function isFailure({ extensions }: GraphQLError): boolean {
  return FAILURES.has(extensions?.code);
}

function failureOf(error: GraphQLError, answer: StoreAnswer): StoreProblem {
  const detail = `${answer.address}: ${said(error, answer)}`;
  return isFailure(error)
    ? { kind: 'unavailable', status: 200, detail }
    : { kind: 'unreadable', status: answer.status, detail };
}

type Meaning = (error: GraphQLError, detail: string, answer: StoreAnswer) => StoreProblem | Refusal;

const MEANINGS: { codes: string[]; meaning: Meaning }[] = [
  { codes: ['SHOP_INACTIVE'], meaning: (_, detail) => ({ kind: 'frozen', detail }) },
  { codes: ['ACCESS_DENIED'], meaning: denied },
  { codes: ['MAX_COST_EXCEEDED'], meaning: (_, detail) => ({ kind: 'too_costly', detail }) },
];

function denied(error: GraphQLError, detail: string, { quote }: StoreAnswer): StoreProblem | Refusal {
  const onInventory = error.path?.includes('inventoryItem') ?? /inventoryItem/i.test(error.message);
  if (onInventory) return { kind: 'inventory_denied', detail };
  const access = quote(error.extensions?.requiredAccess ?? '`read_products` access scope');
  return { kind: 'forbidden', detail: `${detail} Grant the app ${access.replace(/\.$/, '')}, then connect again.` };
}

export function isThrottled({ errors }: GraphQLReply): boolean {
  return errors.some(({ extensions }) => extensions?.code === 'THROTTLED');
}

function said({ message, extensions }: GraphQLError, { quote }: StoreAnswer): string {
  const code = extensions?.code === undefined ? '' : ` (${quote(extensions.code, 80)})`;
  return `${quote(message)}${code}`;
}
