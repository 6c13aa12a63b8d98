import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type SqlPart, sqlPart, type TenantSql } from '../../database/sql';
import type { ExportedTable } from './exported-tables';

/** Bytes at a time, in the database as here: the line that fills a lot may be larger, by a product with its variants. */
const LOT_BYTES = 2_000_000;

export const MOST_ROWS = 1_000;

interface Line {
  line: string;
  key: string[];
}

/** The next lines of one kind behind `after`, made by the database: prices are text (I6), times are in UTC. */
export async function readLot(
  sql: TenantSql,
  exported: ExportedTable,
  { after, limit }: { after: readonly string[] | null; limit: number },
): Promise<Line[]> {
  const { kind, table, key, parts } = exported;
  const name = plain(`"${getTableName(table)}"`);
  const order = plain(key.map(({ name: column }) => `whole."${column}"`).join(', '));
  const place = (after ?? key.map(() => null)).map((value, at) => castTo(value, key[at]));
  const list = parts === undefined ? sqlPart`` : partsOf(parts);
  const { rows } = await sql<Line>`
    select line, key
      from (select line, key, number,
                   sum(octet_length(line)) over (order by number rows unbounded preceding) - octet_length(line) as before
              from (select row_number() over (order by ${order}) as number,
                           array[${plain(key.map(({ name: column }) => `whole."${column}"::text`).join(', '))}] as key,
                           (select json_build_object('kind', ${kind}::text, 'item', row_to_json(item))::text
                              from (select ${columnsOf(exported, 'whole')}${list}) item) as line
                      from (select ${plain(readable(table))} from ${name}
                             where tenant_id = ${sql.tenantId}::uuid
                               and (${after === null}::boolean or (${plain(key.map(({ name: column }) => `"${column}"`).join(', '))}) > (${joined(place)}))
                             order by ${plain(key.map(({ name: column }) => `"${column}"`).join(', '))}
                             limit ${limit}::int) whole) lines) measured
     where before < ${LOT_BYTES}::bigint
     order by number`;
  return rows;
}

/** How many rows to ask for after so many that held so much. */
export function nextLimit(lines: readonly Line[]): number {
  const bytes = lines.reduce((sum, { line }) => sum + line.length, 0);
  return Math.min(MOST_ROWS, Math.max(1, Math.floor((LOT_BYTES * lines.length) / Math.max(bytes, 1))));
}

function partsOf({ name, table, of: [part, whole], order }: NonNullable<ExportedTable['parts']>): SqlPart {
  return sqlPart`, (select coalesce(json_agg(row_to_json(part)), '[]')
      from (select ${columnsOf({ table, without: [part] }, 'each')} from ${plain(`"${getTableName(table)}"`)} each
             where each.tenant_id = whole.tenant_id and each.${plain(`"${part.name}"`)} = whole.${plain(`"${whole.name}"`)}
             order by each.${plain(`"${order.name}"`)}, each.id) part) as ${plain(`"${name}"`)}`;
}

/** Of a store not even to be asked for: the programs may not read its sealed credentials. */
const readable = (table: Table): string =>
  Object.values(getTableColumns(table))
    .flatMap((column) => (column.getSQLType() === 'bytea' ? [] : `"${column.name}"`))
    .join(', ');

/** All columns of a row, under their own names; of what the tenant is, every line would say the same. */
function columnsOf(
  { table, without = [], blank }: Pick<ExportedTable, 'table' | 'without' | 'blank'>,
  row: string,
): SqlPart {
  const left = new Set(['tenant_id', ...without.map(({ name }) => name)]);
  const columns = Object.values(getTableColumns(table)).filter(
    (column) => !left.has(column.name) && column.getSQLType() !== 'bytea',
  );
  const valueIn = ({ name }: PgColumn) =>
    name === blank?.column.name
      ? `case when ${row}."${blank.where.name}" <> '${blank.is}' then ${row}."${name}" end`
      : `${row}."${name}"`;
  return plain(
    columns.map((column) => `${shown(valueIn(column), column.getSQLType())} as "${column.name}"`).join(', '),
  );
}

function shown(value: string, type: string): string {
  if (type === 'numeric') return `${value}::text`;
  if (type.startsWith('timestamp')) return `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  return value;
}

const castTo = (value: string | null, column: PgColumn | undefined): SqlPart =>
  sqlPart`${value}::${plain(column?.getSQLType() ?? 'text')}`;

const joined = (parts: readonly SqlPart[]): SqlPart => parts.reduce((before, part) => sqlPart`${before}, ${part}`);

/** Names of tables and columns, which are ours. */
const plain = (text: string): SqlPart => sqlPart(Object.assign([text], { raw: [] }));
