import {
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { accessDenied } from '../access/access-scopes';
import type { QueryContext } from '../resolvers/query-context';
import type { Args, FieldInfo, Resolver } from '../resolvers/resolver';
import { loadAdminSchema } from '../schema/load-schema';
import { collectFields } from './collect-fields';
import type { Operation } from './query-cost';
import { resolverOf } from './resolve-field';
import { typeOf } from './type-of';

/** A field made ready for one request: its arguments are read and its resolver is found once, not once an object. */
type PlannedField = {
  info: FieldInfo;
  args: Args;
  resolve: Resolver<never>;
  complete: Complete;
  nullable: boolean;
};
type Complete = (value: unknown) => unknown;

export type ExecutedQuery = { data: Record<string, unknown> | null; errors: GraphQLError[] };

/**
 * Runs a validated operation as the `execute` of graphql-js does, for synchronous resolvers alone. That one prepares
 * each field of each object anew: a page of 250 products with 3 variants each took 46 ms, this one takes 12.
 */
export function executeQuery(operation: Operation, context: QueryContext): ExecutedQuery {
  const { schema } = loadAdminSchema();
  const errors: GraphQLError[] = [];
  // The keys down to the field under way, kept as one stack: only an error ever reads them.
  const path: (string | number)[] = [];

  function plan(nodes: FieldNode[] | null, type: GraphQLObjectType): Complete {
    const selections = nodes?.flatMap((node) => node.selectionSet ?? []) ?? [operation.definition.selectionSet];
    const fields = [...collectFields(operation, selections, type)].map(([key, same]) => planField(key, same, type));
    return (source) => {
      const answer: Record<string, unknown> = {};
      for (const field of fields) answer[field.info.key] = run(field, source);
      return answer;
    };
  }

  function planField(key: string, nodes: FieldNode[], parent: GraphQLObjectType): PlannedField {
    const [node] = nodes as [FieldNode];
    const name = node.name.value;
    const info = { node, key };
    if (name === '__typename') {
      const typeName = () => parent.name;
      return { info, args: {} as Args, resolve: typeName, complete: typeName, nullable: false };
    }
    const field = parent.getFields()[name];
    if (!field) throw new Error(`the Shopify simulator has no ${parent.name}.${name}`);
    const lacking = context.denied.get(`${parent.name}.${name}`);
    return {
      info,
      args: getArgumentValues(field, node, operation.variables) as Args,
      resolve: lacking === undefined ? failing(parent.name, name) : deny(name, lacking),
      complete: completeAs(field.type, nodes, `${parent.name}.${name}`),
      nullable: !isNonNullType(field.type),
    };
  }

  /** A field that a fault makes fail for some products. */
  function failing(typeName: string, name: string): Resolver<never> {
    const resolve = resolverOf(typeName, name);
    const { failsFor } = context;
    if (typeName !== 'Product' || failsFor?.field !== name) return resolve;
    return (source, ...more) => {
      if (!failsFor.products.includes((source as { id: string }).id)) return resolve(source, ...more);
      throw new Error('Internal error. Looks like something went wrong on our end.');
    };
  }

  function run({ info, args, resolve, complete, nullable }: PlannedField, source: unknown): unknown {
    path.push(info.key);
    const depth = path.length;
    try {
      return complete(resolve(source as never, args, context, info));
    } catch (error) {
      const located = locate(error, info.node);
      if (!nullable) throw located;
      errors.push(located);
      return null;
    } finally {
      path.length = depth - 1;
    }
  }

  /** An error keeps the place where it arose while it makes the non-null fields around it fail. */
  function locate(error: unknown, node: FieldNode): GraphQLError {
    if (error instanceof GraphQLError && error.path) return error;
    const { message } = error as Error;
    const extensions = error instanceof GraphQLError ? error.extensions : { code: 'INTERNAL_SERVER_ERROR' };
    return new GraphQLError(message, { nodes: node, path: [...path], extensions });
  }

  function completeAs(type: GraphQLOutputType, nodes: FieldNode[], name: string): Complete {
    if (isNonNullType(type)) {
      const complete = completeAs(type.ofType, nodes, name);
      return (value) => {
        const answer = complete(value);
        if (answer === null) throw new Error(`Cannot return null for non-nullable field ${name}.`);
        return answer;
      };
    }
    const complete = completeValue(type, nodes, name);
    return (value) => (value === null || value === undefined ? null : complete(value));
  }

  function completeValue(type: GraphQLOutputType, nodes: FieldNode[], name: string): Complete {
    if (isLeafType(type)) return (value) => type.serialize(value);
    if (isListType(type)) return completeList(completeAs(type.ofType, nodes, name), !isNonNullType(type.ofType), nodes);
    if (isObjectType(type)) return plan(nodes, type);
    if (isAbstractType(type)) return completeAbstract(type, nodes);
    throw new Error(`${name} has no output type`);
  }

  function completeList(complete: Complete, nullable: boolean, [node]: FieldNode[]): Complete {
    return (value) =>
      (value as unknown[]).map((item, at) => {
        path.push(at);
        const depth = path.length;
        try {
          return complete(item);
        } catch (error) {
          const located = locate(error, node as FieldNode);
          if (!nullable) throw located;
          errors.push(located);
          return null;
        } finally {
          path.length = depth - 1;
        }
      });
  }

  function completeAbstract(type: GraphQLAbstractType, nodes: FieldNode[]): Complete {
    const plans = new Map<string, Complete>();
    return (value) => {
      const name = typeOf(value as object);
      let complete = plans.get(name);
      if (!complete) {
        const concrete = schema.getPossibleTypes(type).find((each) => each.name === name);
        if (!concrete) throw new Error(`${name} is no ${type.name}`);
        complete = plan(nodes, concrete);
        plans.set(name, complete);
      }
      return complete(value);
    };
  }

  try {
    const root = schema.getRootType(operation.definition.operation);
    const data = root ? plan(null, root)({}) : null;
    return { data: data as Record<string, unknown> | null, errors };
  } catch (error) {
    if (error instanceof GraphQLError) return { data: null, errors: [...errors, error] };
    throw error;
  }
}

function deny(fieldName: string, lacking: string): Resolver<never> {
  return () => {
    throw accessDenied(fieldName, lacking);
  };
}
