import { isList, writeJson } from '../answers/json';
import { termOrder } from '../answers/term-order';
import type { RawFields, RawValue } from '../catalogue/raw';

type Tree = { readonly [field: string]: true | Tree };

/** What `_fields` asks for; `key` is equal for equal questions. */
export type Selection = { readonly key: string; readonly fields: Tree | null };

/** Reads `_fields=id,name,dimensions.length`; null fields mean everything. */
export function parseSelection(names: readonly string[] | undefined): Selection {
  if (names === undefined || names.length === 0) return { key: '', fields: null };
  const fields: { [field: string]: true | Tree } = Object.create(null);
  for (const name of names) addPath(fields, name.split('.'));
  return { key: names.join(), fields };
}

function addPath(tree: { [field: string]: true | Tree }, [first = '', ...rest]: string[]): void {
  const there = tree[first];
  if (rest.length === 0 || there === true) {
    tree[first] = true;
    return;
  }
  const below: { [field: string]: true | Tree } = there ?? Object.create(null);
  tree[first] = below;
  addPath(below, rest);
}

/**
 * Keeps what was asked for, as WordPress does: by key, also inside a list, whose keys are 0, 1, 2 … So
 * `dimensions.length` works and `images.src` gives an empty list.
 */
function select(value: RawFields, tree: Tree): RawFields {
  const kept: Record<string, RawValue> = {};
  for (const name in value) {
    const wanted = tree[name];
    if (wanted !== undefined) kept[name] = below(value[name] ?? null, wanted);
  }
  return kept;
}

function below(value: RawValue, tree: true | Tree): RawValue {
  if (tree === true || value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.filter((_, index) => tree[index] !== undefined);
  return select(value, tree);
}

/**
 * Writes items as JSON and keeps the text until the item or the question changes. 100 whole products cost about 6 ms
 * to write and next to nothing to send again; one text an item bounds the memory.
 */
export function itemWriter(seed: number) {
  const written = new WeakMap<RawFields, { key: string; text: string }>();
  const asAnswered = termOrder(seed);

  return function write(kept: RawFields, links: RawFields, place: string, { key, fields }: Selection): string {
    const item = asAnswered(kept);
    const wholeKey = `${place} ${key}`;
    const known = written.get(item);
    if (known?.key === wholeKey) return known.text;
    const all = { ...item, _links: links };
    // A single item keeps its links whatever was asked for; in a list they are a field like any other.
    const shown = fields === null ? all : select(all, place === 'single' ? { ...fields, _links: true } : fields);
    const text = writeJson(shown);
    written.set(item, { key: wholeKey, text });
    return text;
  };
}
