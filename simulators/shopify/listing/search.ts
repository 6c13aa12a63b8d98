import { compareIds } from '../catalogue/global-id';
import { type Comparison, parseSearch, type SearchTerm, type SearchTree } from './search-syntax';

/** How a field of `query:` is compared, and the values that an item holds for it. */
type SearchField<Item> = {
  kind: 'text' | 'id' | 'date' | 'number';
  values(item: Item): (string | number | null)[];
};
export type SearchFields<Item> = Record<string, SearchField<Item>>;

export type SearchWarning = { field: string; message: string; code: 'invalid_field' };
export type Search<Item> = { matches(item: Item): boolean; warnings: SearchWarning[] };

/**
 * Compiles a `query:` argument. A field that Shopify does not know is dropped from the condition with a warning,
 * never an error: the answer then holds more than was asked for.
 */
export function compileSearch<Item>(query: string, fields: SearchFields<Item>): Search<Item> {
  const warnings: SearchWarning[] = [];

  function compile(tree: SearchTree): ((item: Item) => boolean) | null {
    if (tree.kind === 'term') return compileTerm(tree.term);
    if (tree.kind === 'not') {
      const part = compile(tree.part);
      return part && ((item) => !part(item));
    }
    const parts = tree.parts.map(compile).filter((part) => part !== null);
    if (parts.length === 0) return null;
    return tree.kind === 'all'
      ? (item) => parts.every((part) => part(item))
      : (item) => parts.some((part) => part(item));
  }

  function compileTerm(term: SearchTerm): ((item: Item) => boolean) | null {
    if (term.field === null) return freeText(term.value, fields);
    const field = Object.hasOwn(fields, term.field) ? fields[term.field] : undefined;
    if (field) return fieldCondition(field, term);
    warnings.push({ field: term.field, message: 'Invalid search field for this query.', code: 'invalid_field' });
    return null;
  }

  return { matches: compile(parseSearch(query)) ?? (() => true), warnings };
}

function freeText<Item>(value: string, fields: SearchFields<Item>): ((item: Item) => boolean) | null {
  const texts = Object.values(fields).filter((field) => field.kind === 'text');
  const wanted = value.toLowerCase();
  if (wanted === '' || wanted === '*') return null;
  return (item) => texts.some((field) => field.values(item).some((text) => `${text}`.toLowerCase().includes(wanted)));
}

function fieldCondition<Item>(field: SearchField<Item>, term: SearchTerm): (item: Item) => boolean {
  // `status:active,draft` is a list; in quotes a comma is only a comma.
  const wanted = term.quoted || term.comparison !== '' ? [term.value] : term.value.split(',');
  const test = TESTS[field.kind];
  const conditions = wanted.map((value) => test(value, term));
  return (item) => field.values(item).some((value) => conditions.some((holds) => holds(value)));
}

type Holds = (value: string | number | null) => boolean;

const TESTS: Record<SearchField<unknown>['kind'], (wanted: string, term: SearchTerm) => Holds> = {
  text(wanted) {
    const lower = wanted.toLowerCase();
    if (lower === '*') return (value) => value !== null && value !== '';
    if (lower.endsWith('*')) return (value) => `${value ?? ''}`.toLowerCase().startsWith(lower.slice(0, -1));
    return (value) => `${value ?? ''}`.toLowerCase() === lower;
  },
  id(wanted, { comparison }) {
    const id = wanted.replace(/^.*\//, '');
    return (value) => value !== null && ordered(compareIds(`${value}`, id), comparison);
  },
  number(wanted, { comparison }) {
    return (value) => value !== null && ordered(Number(value) - Number(wanted), comparison);
  },
  date(wanted, { comparison, quoted }) {
    // Without quotes Shopify ignores the time: the filter silently means midnight.
    const moment = Date.parse(quoted ? wanted : wanted.slice(0, 10));
    return (value) => value !== null && ordered(Date.parse(`${value}`) - moment, comparison);
  },
};

function ordered(difference: number, comparison: Comparison): boolean {
  if (comparison === '>') return difference > 0;
  if (comparison === '>=') return difference >= 0;
  if (comparison === '<') return difference < 0;
  if (comparison === '<=') return difference <= 0;
  return difference === 0;
}
