import type { Parent } from './fetch-variations';

/**
 * Products whose variations are asked for together. Their ids stand in the URL, and twice in the `Link` header of a page
 * between two others: nginx with its default buffer of 4 kB answered 502 in a shop's place from 80 of them on.
 */
const MOST_PARENTS = 40;

interface Group {
  parents: Parent[];
  announced: number;
}

/**
 * Products in groups whose announced variations fit one page, as few as may be: the largest are placed first. One that
 * has more takes others in as long as these cost no further page.
 */
export function groupParents(parents: readonly Parent[], pageSize: number): Parent[][] {
  const groups: Group[] = [];
  const pagesOf = (variations: number) => Math.max(1, Math.ceil(variations / pageSize));

  for (const parent of parents.toSorted((a, b) => b.variationIds.length - a.variationIds.length)) {
    const { length } = parent.variationIds;
    const hasRoom = ({ parents: some, announced }: Group) =>
      some.length < MOST_PARENTS && pagesOf(announced + length) === pagesOf(announced);
    const group = groups.find(hasRoom);
    if (group === undefined) {
      groups.push({ parents: [parent], announced: length });
      continue;
    }
    group.parents.push(parent);
    group.announced += length;
  }
  return groups.map(({ parents: some }) => some);
}
