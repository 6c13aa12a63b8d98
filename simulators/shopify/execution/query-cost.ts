import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { loadAdminSchema } from '../schema/load-schema';
import { isSkipped } from './collect-fields';

/** A single query above this is refused before it runs, on every plan. */
export const MAX_QUERY_COST = 1000;

/**
 * Shopify publishes no formula for connections. This one meets the one measured figure,
 * `product(id){variants(first: 250){nodes{inventoryItem{id tracked}}}}` = 25, and that a nested page is not
 * multiplied by the page around it. The old "2 + first × child" does not hold any more.
 */
const POINTS_PER_LISTED_ITEM = 0.092;
const MUTATION_COST = 10;
const MAX_PAGE = 250;
const MAX_VARIANTS_OF_SINGLE_PRODUCT = 2048;
const SINGLE_PRODUCT_ROOTS = new Set(['product', 'productByIdentifier']);

export type Operation = {
  definition: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
};

/** How many items a listing has: as asked for, or as found. Null when the query does not say. */
export type SizeOf = (field: FieldNode, args: Record<string, unknown>) => number | null;

export const askedSize: SizeOf = (_, args) => {
  const size = args.first ?? args.last;
  return typeof size === 'number' ? size : null;
};

/** The points of an operation: objects 1, listings by their size, each nested listing once. */
export function queryCost(operation: Operation, sizeOf: SizeOf): number {
  let cost = operation.definition.operation === 'mutation' ? MUTATION_COST : 0;
  walkFields(operation, (field) => {
    cost += field.isConnection ? Math.ceil((sizeOf(field.node, field.args) ?? 0) * POINTS_PER_LISTED_ITEM) : field.cost;
  });
  return Math.max(1, cost);
}

/** What Shopify refuses before it runs anything: pages and lists of ids that are too long, listings without a size. */
export function brokenLimits(operation: Operation): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const roots = operation.definition.selectionSet.selections;
  walkFields(operation, ({ node, args, isConnection, path, isVariantsOfRoot }) => {
    const refuse = (message: string, code: string) =>
      errors.push(new GraphQLError(message, { nodes: node, path, extensions: { code } }));

    const longest = Object.values(args).find((value) => Array.isArray(value) && value.length > MAX_PAGE);
    if (Array.isArray(longest)) {
      refuse(
        `The input array size of ${longest.length} is greater than the maximum allowed of ${MAX_PAGE}.`,
        'MAX_INPUT_SIZE_EXCEEDED',
      );
    }
    if (!isConnection) return;

    const size = askedSize(node, args);
    const maximum = isVariantsOfRoot && roots.length === 1 ? MAX_VARIANTS_OF_SINGLE_PRODUCT : MAX_PAGE;
    if (size === null) refuse('you must provide one of first or last', 'BAD_REQUEST');
    else if (size < 1) refuse(`first or last must be at least 1, got ${size}`, 'BAD_REQUEST');
    else if (size > maximum) refuse(`first or last cannot exceed ${maximum}, got ${size}`, 'BAD_REQUEST');
  });
  return errors;
}

type WalkedField = {
  node: FieldNode;
  args: Record<string, unknown>;
  path: string[];
  isConnection: boolean;
  isVariantsOfRoot: boolean;
  cost: number;
};

/** Wrappers of a listing, which cost nothing themselves. */
const WRAPPERS = new Set(['edges', 'node', 'nodes', 'pageInfo']);

function walkFields({ definition, fragments, variables }: Operation, visit: (field: WalkedField) => void): void {
  const { schema } = loadAdminSchema();
  const root = schema.getRootType(definition.operation);
  if (root) walk(definition.selectionSet, root, []);

  function walk(selections: SelectionSetNode, parent: GraphQLObjectType, path: string[]): void {
    for (const selection of selections.selections) {
      if (isSkipped(selection, variables)) continue;
      if (selection.kind === 'Field') walkField(selection, parent, path);
      else {
        const fragment = selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : selection;
        if (fragment) walk(fragment.selectionSet, concrete(fragment.typeCondition?.name.value, parent), path);
      }
    }
  }

  function walkField(node: FieldNode, parent: GraphQLObjectType, parentPath: string[]): void {
    const field = parent.getFields()[node.name.value];
    const type = field && getNamedType(field.type);
    if (!field || !type || !node.selectionSet) return;
    const path = [...parentPath, node.alias?.value ?? node.name.value];
    const isConnection = type.name.endsWith('Connection');
    visit({
      node,
      path,
      args: getArgumentValues(field, node, variables),
      isConnection,
      isVariantsOfRoot: parent.name === 'Product' && field.name === 'variants' && isSingleProduct(parentPath),
      cost: WRAPPERS.has(field.name) ? 0 : 1,
    });
    walk(node.selectionSet, concrete(type.name, parent), path);
  }

  function isSingleProduct(path: string[]): boolean {
    const [only] = definition.selectionSet.selections;
    return path.length === 1 && only?.kind === 'Field' && SINGLE_PRODUCT_ROOTS.has(only.name.value);
  }

  /** An abstract type is walked as one of its types: all of them have the fields that it declares. */
  function concrete(name: string | undefined, otherwise: GraphQLObjectType): GraphQLObjectType {
    const type = name === undefined ? otherwise : schema.getType(name);
    if (isObjectType(type)) return type;
    if (isAbstractType(type) && isCompositeType(type)) return schema.getPossibleTypes(type)[0] ?? otherwise;
    return otherwise;
  }
}
