import { sql as expression, getTableName, type InferSelectModel, type Table } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Client, PoolClient, QueryResult, QueryResultRow } from 'pg';
import type { EndpointNews } from '../model/events/event';

/**
 * Hand-written SQL with its parameters in place: sql`… where id = ${id}::uuid`. Every `${…}` becomes a parameter,
 * never text, unless it is a `SqlPart`. Statements are not named: a prepared plan made for an empty catalogue cost
 * 120 ms a page where a fresh one costs 5.
 */
export interface Sql {
  <Row extends QueryResultRow>(text: TemplateStringsArray, ...values: unknown[]): Promise<QueryResult<Row>>;
  /** Plain verbs on one table, in the same transaction. One that nobody awaits is never sent. */
  readonly db: Pick<NodePgDatabase, 'select' | 'insert' | 'update' | 'delete'>;
}

/** A row of a table as hand-written SQL gets it, by the columns' own names. */
export type RowOf<Rows extends Table> = InferSelectModel<Rows, { dbColumnNames: true }>;

/** Inside a transaction that sees one tenant's rows. */
export interface TenantSql extends Sql {
  readonly tenantId: string;
  /** Endpoints that this transaction has something for: they are told of it once it has committed. */
  readonly news: EndpointNews[];
}

/** Inside a transaction that sees what the system may see of all tenants, and no product. */
export interface SystemSql extends Sql {
  readonly scope: 'system';
}

/** SQL that stands in several statements, with its parameters. */
export class SqlPart {
  constructor(
    readonly text: TemplateStringsArray,
    readonly values: readonly unknown[],
  ) {}
}

export function sqlPart(text: TemplateStringsArray, ...values: unknown[]): SqlPart {
  return new SqlPart(text, values);
}

/** Columns under the names that a row of the builder has: `select ${columnList({ tenantId: stores.tenantId })}`. */
export function columnList(columns: Record<string, AnyPgColumn>): SqlPart {
  const text = Object.entries(columns).map(([key, { name }]) => `${name} as "${key}"`);
  return sqlPart(Object.assign([text.join(', ')], { raw: [] }));
}

/** A table's name, for statements that are the same for several. */
export function tableName(table: Table): SqlPart {
  return sqlPart(Object.assign([`"${getTableName(table)}"`], { raw: [] }));
}

/** In a builder's statement: when the transaction began, by the database's clock. */
export const NOW = expression`now()`;

export function sqlOn(client: Client | PoolClient): Sql {
  const tag = (text: TemplateStringsArray, ...values: unknown[]) => {
    const parameters: unknown[] = [];
    return client.query(joined({ text, values }, parameters), parameters);
  };
  return Object.assign(tag, { db: builderOn(client) });
}

/** One for each connection: one for each transaction cost a small request some percent. */
const builders = new WeakMap<Client | PoolClient, Sql['db']>();

function builderOn(client: Client | PoolClient): Sql['db'] {
  const db = builders.get(client) ?? drizzle(client);
  builders.set(client, db);
  return db;
}

/** The row of a statement that always answers one, such as a count. */
export function onlyRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('a statement that always answers a row answered none');
  return row;
}

/** The whole text; what it names as `$1`, `$2` … is added to `parameters`. */
function joined({ text, values }: SqlPart, parameters: unknown[]): string {
  return text.reduce((before, after, index) => {
    const value = values[index - 1];
    const between = value instanceof SqlPart ? joined(value, parameters) : `$${parameters.push(value)}`;
    return before + between + after;
  });
}
