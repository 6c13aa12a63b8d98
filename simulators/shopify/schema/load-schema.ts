import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';

/** The Admin API version that the vendored schema describes. */
export const SCHEMA_VERSION = '2026-10';

type SchemaFile = { data: IntrospectionQuery; offline_scopes: { items: ScopeEntry[] } };

/** What one type, or one field of it, asks of the token: any one of `offlineScopes`; none means it is free. */
export type ScopeEntry = { typeName: string; fieldName?: string; requiredAccess: string; offlineScopes: string[] };

export type AdminSchema = { schema: GraphQLSchema; scopes: readonly ScopeEntry[] };

let loaded: AdminSchema | undefined;

/** Shopify's real Admin schema with the scopes of its fields; read once a process (11 MB of JSON, 0.3 s, 160 MB). */
export function loadAdminSchema(): AdminSchema {
  loaded ??= readSchema();
  return loaded;
}

function readSchema(): AdminSchema {
  const path = join(packageRoot(__dirname), `simulators/shopify/schema/admin_${SCHEMA_VERSION}.json.gz`);
  const file: SchemaFile = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
  return { schema: buildClientSchema(file.data), scopes: file.offline_scopes.items };
}

/** Compiled code lies below dist/, which has a package.json too; the schema lies beside the lock file. */
function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package-lock.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`no package-lock.json above ${__dirname}: the Admin schema cannot be found`);
  return packageRoot(parent);
}
