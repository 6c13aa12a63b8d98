import type { ClientBase, QueryResult, QueryResultRow } from 'pg';

/**
 * Hand-written SQL with its parameters in place: sql`… where id = ${id}::uuid`. Every `${…}` becomes a parameter,
 * never text, unless it is a `SqlPart`. Statements are not named: a prepared plan made for an empty catalogue cost
 * 120 ms a page where a fresh one costs 5.
 */
export type Sql = <Row extends QueryResultRow>(
  text: TemplateStringsArray,
  ...values: unknown[]
) => Promise<QueryResult<Row>>;

/** Inside a transaction that sees one tenant's rows. */
export interface TenantSql extends Sql {
  readonly tenantId: string;
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

export function sqlOn(client: ClientBase): Sql {
  return (text, ...values) => {
    const parameters: unknown[] = [];
    return client.query(joined({ text, values }, parameters), parameters);
  };
}

/** The whole text; what it names as `$1`, `$2` … is added to `parameters`. */
function joined({ text, values }: SqlPart, parameters: unknown[]): string {
  return text.reduce((before, after, index) => {
    const value = values[index - 1];
    const between = value instanceof SqlPart ? joined(value, parameters) : `$${parameters.push(value)}`;
    return before + between + after;
  });
}
