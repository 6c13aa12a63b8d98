import { type ConnectionLike, isGrpcServiceError } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { SEARCH_ATTRIBUTES, type SearchAttributeName } from '../model/search-attributes';

type SearchAttributeValues = Partial<Record<SearchAttributeName, string>>;

export interface RegisteredSearchAttributes {
  /** Those of the values whose attribute the namespace has: a start with an unregistered one fails. */
  pairs(values: SearchAttributeValues): Promise<SearchAttributePair[]>;
  /** Those that the namespace has. */
  names(): Promise<SearchAttributeName[]>;
  /** Registers the missing ones. Not being allowed to is a warning; Temporal being away throws. */
  register(): Promise<void>;
}

/** `temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD` */
const KEYWORD = 2;

/** Somebody with the right to may register a missing attribute at any time. */
const LOOK_AGAIN_MS = 60_000;

/** Without one, a server that takes connections and says nothing would hold up every start. */
const DEADLINE_MS = 5_000;

const FIELDS = Object.keys(SEARCH_ATTRIBUTES) as SearchAttributeName[];
const NAMES = Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name);

/** gRPC status codes of a server that does not let us ask: it answers, so that starting workflows is possible. */
const NOT_ALLOWED = new Set([7 /* PERMISSION_DENIED */, 12 /* UNIMPLEMENTED */, 16 /* UNAUTHENTICATED */]);

type Asked = Pick<ConnectionLike, 'operatorService' | 'withDeadline'>;

export interface SearchAttributesOptions {
  connection: Asked;
  namespace: string;
  warn(message: string): void;
}

/** Knows which of our search attributes the namespace has, and looks again each minute while one is missing. */
export function registeredSearchAttributes(options: SearchAttributesOptions): RegisteredSearchAttributes {
  const { connection, namespace, warn } = options;
  let known = new Set<string>();
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function registered(): Promise<Set<string>> {
    const missing = NAMES.filter((name) => !known.has(name));
    if (missing.length === 0 || performance.now() - lookedAt < LOOK_AGAIN_MS) return known;
    known = await listRegistered();
    lookedAt = performance.now();
    const stillMissing = NAMES.filter((name) => !known.has(name));
    if (stillMissing.length > 0) {
      warn(`Workflows start without the search attributes ${stillMissing.join(', ')}: register them as Keyword`);
    }
    return known;
  }

  async function listRegistered(): Promise<Set<string>> {
    const answer = await ask(({ operatorService }) => operatorService.listSearchAttributes({ namespace }));
    return new Set(Object.keys(answer?.customAttributes ?? {}));
  }

  /** null when the server does not let us ask. */
  async function ask<Answer>(work: (connection: Asked) => Promise<Answer>): Promise<Answer | null> {
    try {
      return await connection.withDeadline(Date.now() + DEADLINE_MS, () => work(connection));
    } catch (error) {
      if (isGrpcServiceError(error) && NOT_ALLOWED.has(error.code)) return null;
      throw error;
    }
  }

  return {
    pairs: async (values) => {
      const names = await registered();
      return FIELDS.flatMap((field) => {
        const key = SEARCH_ATTRIBUTES[field];
        const value = values[field];
        return value !== undefined && names.has(key.name) ? [{ key, value }] : [];
      });
    },
    names: async () => {
      const names = await registered();
      return FIELDS.filter((field) => names.has(SEARCH_ATTRIBUTES[field].name));
    },
    register: async () => {
      const names = await listRegistered();
      const missing = NAMES.filter((name) => !names.has(name));
      if (missing.length === 0) return;
      const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
      const answer = await ask(({ operatorService }) =>
        operatorService.addSearchAttributes({ namespace, searchAttributes }),
      );
      if (!answer) warn(`No right to register the search attributes ${missing.join(', ')}: workflows go without them`);
    },
  };
}
