import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import type { Verb } from '../../src/database/roles/grants';

export const VERBS = ['select', 'insert', 'update', 'delete'] as const satisfies readonly Verb[];

/** What a table's policies let each scope do with rows of its own, as the tables in TypeScript say it. */
interface DeclaredPolicies {
  tenant: readonly Verb[];
  system: readonly Verb[];
}

const FOLDER = join(__dirname, '../../src/database/tables');

/** Every table that is declared, by its name. */
export function declaredPolicies(): Map<string, DeclaredPolicies> {
  const modules = readdirSync(FOLDER).map((file): object => require(join(FOLDER, file)));
  const tables = modules.flatMap((module) => Object.values(module).filter((value) => is(value, PgTable)));
  return new Map(tables.map((table) => [getTableName(table), policiesOf(table)]));
}

function policiesOf(table: PgTable): DeclaredPolicies {
  const { name, policies } = getTableConfig(table);
  const verbsOf = (isMeant: (policy: string) => boolean) =>
    VERBS.filter((verb) => policies.some((each) => isMeant(each.name) && [verb, 'all'].includes(each.for ?? 'all')));
  return {
    tenant: verbsOf((policy) => policy === `${name}_tenant`),
    system: verbsOf((policy) => policy.startsWith(`${name}_system_`)),
  };
}
