import { seededRandom } from '../../catalogue/random';
import type { RawFields, RawValue } from '../catalogue/raw';
import { isList } from './json';

type List = readonly RawFields[];

/** As the database's collation compares: case and accents do not count. */
const names = new Intl.Collator('en', { sensitivity: 'base' });
const byName = (left: RawFields, right: RawFields) => names.compare(String(left.name), String(right.name));

/**
 * The order in which an item's terms come: by name, and equal names as the database finds them, another way at every
 * answer. Attributes that have no place come in any order. One seed plays the same orders again.
 */
export function termOrder(seed: number): (item: RawFields) => RawFields {
  const random = seededRandom(seed);
  const known = new WeakMap<RawFields, readonly [field: string, list: List][]>();

  return function asAnswered(item) {
    const lists = known.get(item) ?? listsWithoutOrder(item);
    known.set(item, lists);
    if (lists.length === 0) return item;
    return { ...item, ...Object.fromEntries(lists.map(([field, list]) => [field, inSomeOrder(field, list)])) };
  };

  function inSomeOrder(field: string, list: List): List {
    const shuffled = list
      .map((each) => ({ each, at: random.next() }))
      .sort((left, right) => left.at - right.at)
      .map(({ each }) => each);
    return field === 'attributes' ? shuffled : shuffled.sort(byName);
  }
}

function listsWithoutOrder(item: RawFields): [string, List][] {
  const lists: [string, List][] = [];
  for (const field of ['categories', 'tags', 'brands']) {
    const terms = fieldsOf(item[field]).toSorted(byName);
    const twins = terms.filter((term, at) => at > 0 && byName(term, terms[at - 1] ?? {}) === 0);
    if (twins.length > 0) lists.push([field, terms]);
  }
  // Only a product's own have places; a variation's stand in the order of its parent's.
  const attributes = fieldsOf(item.attributes).filter(({ options }) => options !== undefined);
  if (attributes.some(({ position }) => position === undefined)) lists.push(['attributes', attributes]);
  return lists;
}

/** Nothing of what a plugin spoilt: that is answered as it is. */
function fieldsOf(value: RawValue | undefined): List {
  if (value === undefined || !isList(value)) return [];
  const isFields = (each: RawValue): each is RawFields => typeof each === 'object' && each !== null && !isList(each);
  return value.every(isFields) ? value : [];
}
