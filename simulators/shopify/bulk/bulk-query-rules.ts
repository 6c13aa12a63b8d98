import {
  type ASTNode,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { parseQuery } from '../execution/parse-query';
import { loadAdminSchema } from '../schema/load-schema';

const MOST_LISTINGS = 5;
const DEEPEST_LISTING = 3;

/** Why Shopify would not start this query as a bulk operation, or null when it would. */
export function bulkQueryProblem(query: string): string | null {
  const parsed = parseQuery(query);
  if ('errors' in parsed) return `Invalid bulk query: ${parsed.errors[0]?.message}`;

  const problems: string[] = [];
  const types = new TypeInfo(loadAdminSchema().schema);
  let listings = 0;
  const around: FieldKind[] = [];
  const listingsAround = () => around.filter((kind) => kind === 'listing').length;

  const rules = {
    VariableDefinition() {
      problems.push('Bulk queries cannot have variables.');
    },
    SelectionSet(set: SelectionSetNode) {
      if (listingsAround() > 0 && lists(set, types) && !selectsId(set)) {
        problems.push(
          "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type.",
        );
      }
    },
    Field: {
      enter() {
        const kind = fieldKind(types);
        if (kind === 'root node') problems.push('Bulk queries cannot contain the top-level node or nodes field.');
        if (kind === 'listing') {
          listings++;
          if (around.includes('list')) {
            problems.push('Queries that contain a connection field within a list field are not currently supported.');
          }
        }
        around.push(kind);
        if (listingsAround() > DEEPEST_LISTING) {
          problems.push('Bulk queries cannot contain connections with a nesting depth greater than 2.');
        }
      },
      leave() {
        around.pop();
      },
    },
  };
  visit<ASTNode>(parsed.document, visitWithTypeInfo(types, rules));

  if (listings === 0) problems.push('Bulk queries must contain at least one connection.');
  if (listings > MOST_LISTINGS) problems.push(`Bulk queries cannot contain more than ${MOST_LISTINGS} connections.`);
  return problems[0] ?? null;
}

type FieldKind = 'listing' | 'list' | 'root node' | 'other';

function fieldKind(types: TypeInfo): FieldKind {
  const parent = types.getParentType()?.name ?? '';
  const field = types.getFieldDef();
  if (!field) return 'other';
  if (parent === 'QueryRoot' && (field.name === 'node' || field.name === 'nodes')) return 'root node';
  if (getNamedType(field.type).name.endsWith('Connection')) return 'listing';
  // The edges and nodes of a connection are its listing, not lists of their own.
  return isListType(getNullableType(field.type)) && !parent.endsWith('Connection') ? 'list' : 'other';
}

function lists(set: SelectionSetNode, types: TypeInfo): boolean {
  const parent = types.getParentType();
  if (!isObjectType(parent)) return false;
  return set.selections.some((selection) => {
    const field = selection.kind === 'Field' ? parent.getFields()[selection.name.value] : undefined;
    return field !== undefined && getNamedType(field.type).name.endsWith('Connection');
  });
}

function selectsId(set: SelectionSetNode): boolean {
  return set.selections.some(
    (selection) => selection.kind === 'Field' && selection.name.value === 'id' && !selection.alias,
  );
}
