import { type Answer, restError } from '../answers/answer';
import { readJson, writeJson } from '../answers/json';
import type { RawFields, RawValue } from '../catalogue/raw';
import type { FaultAnswer } from './faults';

const COMMENT = '\n<!-- This page was made faster by a cache plugin. Cached at 1764275696 -->';

/** One product by its id, or a list of them. */
const PRODUCTS = /\/wc\/v3\/products(?:\/\d+)?\/?(?:\?|$)/;

/** What a plugin makes of a true answer: it changes, hides or spoils rows after WooCommerce has paged and counted them. */
export function pluginAnswer(answer: Answer, fault: FaultAnswer, asked: string): Answer {
  if (answer.status !== 200) return answer;
  if ('commentBehindJson' in fault) return { ...answer, body: answer.body + COMMENT };
  if (!PRODUCTS.test(asked)) return answer;
  if ('hides' in fault) {
    return withRows(answer, (rows) => rows.filter((row) => !isBetween(row, fault.hides.from, fault.hides.to)));
  }
  if ('diesOf' in fault) {
    const isSpared = fault.unlessIdsAlone === true && /[?&]_fields=id(?:&|$)/.test(asked);
    return !isSpared && rowsOf(answer).some((row) => isBetween(row, fault.diesOf, fault.diesOf)) ? dead() : answer;
  }
  if ('listAsMap' in fault) return asMap(answer, fault.listAsMap.without);
  if ('variationsAsObjects' in fault) return withRows(answer, (rows) => rows.map(withWholeVariations));
  return 'emptyTextForNone' in fault ? withRows(answer, (rows) => rows.map(withTextQuantity)) : answer;
}

function dead(): Answer {
  return restError(500, 'internal_server_error', '<p>There has been a critical error on this website.</p>');
}

function rowsOf({ body }: Answer): RawFields[] {
  const value = readJson(body) as RawFields | RawFields[];
  return Array.isArray(value) ? value : [value];
}

function withRows(answer: Answer, change: (rows: readonly RawFields[]) => readonly RawFields[]): Answer {
  const rows = change(rowsOf(answer));
  const isList = answer.body.startsWith('[');
  return { ...answer, body: isList ? writeJson(rows) : writeJson(rows[0] ?? null) };
}

function isBetween({ id }: RawFields, from: number, to: number): boolean {
  return Number(id) >= from && Number(id) <= to;
}

/** PHP writes a list with a hole as an object. */
function asMap(answer: Answer, without: readonly number[]): Answer {
  if (!answer.body.startsWith('[')) return answer;
  const entries = rowsOf(answer).map((row, index) => [String(index), row] as const);
  const kept = entries.filter(([, { id }]) => !without.includes(Number(id)));
  return { ...answer, body: writeJson(Object.fromEntries(kept)) };
}

/** As a point of sale does it. */
function withWholeVariations(row: RawFields): RawFields {
  const { variations } = row;
  if (!Array.isArray(variations)) return row;
  return { ...row, variations: variations.map((id: RawValue) => ({ id, sku: `POS-${id}`, manage_stock: true })) };
}

function withTextQuantity(row: RawFields): RawFields {
  return 'stock_quantity' in row ? { ...row, stock_quantity: String(row.stock_quantity ?? '') } : row;
}
