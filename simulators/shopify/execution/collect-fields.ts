import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { loadAdminSchema } from '../schema/load-schema';
import type { Operation } from './query-cost';

/** The fields that selections ask of an object of this type, by the key of their answer: fragments are opened. */
export function collectFields(
  operation: Operation,
  selections: readonly SelectionSetNode[],
  type: GraphQLObjectType,
): Map<string, FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  for (const set of selections) collect(set);
  return found;

  function collect(set: SelectionSetNode): void {
    for (const selection of set.selections) {
      if (isSkipped(selection, operation.variables)) continue;
      if (selection.kind === 'Field') {
        const key = selection.alias?.value ?? selection.name.value;
        found.set(key, [...(found.get(key) ?? []), selection]);
      } else {
        const fragment =
          selection.kind === 'FragmentSpread' ? operation.fragments.get(selection.name.value) : selection;
        if (fragment && isOn(fragment.typeCondition?.name.value, type)) collect(fragment.selectionSet);
      }
    }
  }
}

/** Whether `@skip` or `@include` leaves a selection out. */
export function isSkipped(selection: SelectionNode, variables: Record<string, unknown>): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true ||
    getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if === false
  );
}

function isOn(condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const { schema } = loadAdminSchema();
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}
