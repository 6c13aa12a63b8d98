import {
  type DocumentNode,
  GraphQLError,
  type GraphQLNamedType,
  getNamedType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { loadAdminSchema, type ScopeEntry } from '../schema/load-schema';

/** Fields of a document that a token may not read, each with the sentence of Shopify that says what it lacks. */
export type DeniedFields = ReadonlyMap<string, string>;

let entries: ReadonlyMap<string, ScopeEntry> | undefined;
const known = new WeakMap<DocumentNode, Map<string, DeniedFields>>();

/** The fields (`Type.field`) of the document that lie outside the granted scopes; empty when it may run as it is. */
export function deniedFields(document: DocumentNode, scopes: ReadonlySet<string>): DeniedFields {
  const perScopes = known.get(document) ?? new Map<string, DeniedFields>();
  known.set(document, perScopes);
  const granted = [...scopes].sort().join(' ');
  const denied = perScopes.get(granted) ?? findDenied(document, scopes);
  perScopes.set(granted, denied);
  return denied;
}

export function accessDenied(fieldName: string, requiredAccess: string): GraphQLError {
  return new GraphQLError(`Access denied for ${fieldName} field. Required access: ${requiredAccess}`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess,
    },
  });
}

function findDenied(document: DocumentNode, scopes: ReadonlySet<string>): DeniedFields {
  const denied = new Map<string, string>();
  const typeInfo = new TypeInfo(loadAdminSchema().schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field() {
        const parent = typeInfo.getParentType();
        const field = typeInfo.getFieldDef();
        if (!parent || !field) return;
        const needs = [`${parent.name}.${field.name}`, `${listedType(getNamedType(field.type))}`];
        for (const need of needs) {
          const entry = scopeEntries().get(need);
          if (entry && entry.offlineScopes.length > 0 && !entry.offlineScopes.some((scope) => scopes.has(scope))) {
            denied.set(`${parent.name}.${field.name}`, entry.requiredAccess);
          }
        }
      },
    }),
  );
  return denied;
}

/** The type that a connection lists, so that `products` itself is denied, not the nodes inside it. */
function listedType(type: GraphQLNamedType): string {
  const nodes = isObjectType(type) && type.name.endsWith('Connection') ? type.getFields().nodes : undefined;
  return nodes ? getNamedType(nodes.type).name : type.name;
}

function scopeEntries(): ReadonlyMap<string, ScopeEntry> {
  entries ??= new Map(
    loadAdminSchema().scopes.map((entry) => [
      entry.fieldName ? `${entry.typeName}.${entry.fieldName}` : entry.typeName,
      entry,
    ]),
  );
  return entries;
}
