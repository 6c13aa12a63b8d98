import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { loadAdminSchema } from '../schema/load-schema';
import type { Operation } from './query-cost';

/** A query text that the schema accepts, or Shopify's errors about it. */
export type ParsedQuery = { document: DocumentNode } | { errors: GraphQLError[] };

const MOST_KEPT = 500;
const kept = new Map<string, ParsedQuery>();

/** Parses and validates a text once: against a schema of 3,546 types a page query takes milliseconds each time. */
export function parseQuery(text: string): ParsedQuery {
  const before = kept.get(text);
  if (before) return before;
  const parsed = parseAndValidate(text);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, parsed);
  return parsed;
}

/** The operation to run, or null when the document holds several and names none of them. */
export function operationOf(
  document: DocumentNode,
  name: string | undefined,
  variables: Record<string, unknown>,
): Operation | null {
  const definition = getOperationAST(document, name);
  if (!definition) return null;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === 'FragmentDefinition') fragments.set(each.name.value, each);
  }
  return { definition, fragments, variables };
}

function parseAndValidate(text: string): ParsedQuery {
  try {
    const document = parse(text);
    const errors = validate(loadAdminSchema().schema, document);
    return errors.length === 0 ? { document } : { errors: errors.map(asShopifySays) };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

/** Shopify's own words for the most usual mistake, graphql-js's for the rest; each with a code. */
function asShopifySays(error: GraphQLError): GraphQLError {
  const unknownField = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message);
  const [, fieldName, typeName] = unknownField ?? [];
  const message = unknownField ? `Field '${fieldName}' doesn't exist on type '${typeName}'` : error.message;
  const extensions = unknownField
    ? { code: 'undefinedField', typeName, fieldName }
    : { code: CODES.find(({ words }) => error.message.includes(words))?.code ?? 'invalid' };
  return withCode(error, message, extensions);
}

/** The same error at the same place, in other words. */
export function withCode(error: GraphQLError, message: string, extensions: { code: string }): GraphQLError {
  return new GraphQLError(message, { nodes: error.nodes ?? null, extensions });
}

const CODES = [
  { words: 'is required, but it was not provided', code: 'missingRequiredArguments' },
  { words: 'Unknown argument', code: 'argumentNotAccepted' },
  { words: 'does not exist in', code: 'argumentLiteralsIncompatible' },
  { words: 'cannot represent', code: 'argumentLiteralsIncompatible' },
  { words: 'must have a selection of subfields', code: 'selectionMismatch' },
  { words: 'is not defined', code: 'variableNotDefined' },
  { words: 'Unknown fragment', code: 'useAndDefineFragment' },
];
