import { type Random, seededRandom } from '../catalogue/random';

type Fields = Record<string, unknown>;
type Line = { fields: Fields; children: Line[] };

/**
 * The lines of a bulk result: one a node, without its listings, whose nodes are lines of their own that name their
 * parent. Ungrouped, as is usual since 2026-01, a parent comes before its children but rarely right before them.
 */
export function jsonLines(
  data: Fields,
  { grouped, nestedAtMost }: { grouped: boolean; nestedAtMost: number },
): { texts: string[]; roots: number } {
  const roots = Object.values(data).flatMap((value) => nodesOf(value).map((node) => lineOf(node, null, nestedAtMost)));
  const lines = grouped ? roots.flatMap(withChildren) : levelByLevel(roots, seededRandom(roots.length));
  return { texts: lines.map(textOf), roots: roots.length };
}

function lineOf(node: Fields, parentId: unknown, nestedAtMost: number): Line {
  const children: Line[] = [];

  /** Copies the fields of a node, and takes its listings out into lines; an object with an id is their parent. */
  function strip(source: Fields, parent: unknown): Fields {
    const fields: Fields = {};
    for (const [key, value] of Object.entries(source)) {
      if (isListing(value)) {
        const nested = nodesOf(value).slice(0, nestedAtMost);
        children.push(...nested.map((each) => lineOf(each, parent, nestedAtMost)));
      } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const inner = value as Fields;
        fields[key] = strip(inner, inner.id ?? parent);
      } else fields[key] = value;
    }
    return fields;
  }

  const fields = strip(node, node.id);
  return { fields: parentId === null ? fields : { ...fields, __parentId: parentId }, children };
}

const withChildren = (line: Line): Line[] => [line, ...line.children.flatMap(withChildren)];

function levelByLevel(level: Line[], random: Random): Line[] {
  const below = level.flatMap(({ children }) => children);
  return below.length === 0 ? level : [...level, ...levelByLevel(shuffled(below, random), random)];
}

function shuffled<Item>(items: Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Shopify escapes slashes in these files, which it does nowhere else. */
function textOf({ fields }: Line): string {
  return JSON.stringify(fields).replaceAll('/', '\\/');
}

type Listing = { edges?: { node: Fields }[]; nodes?: Fields[] };

function isListing(value: unknown): value is Listing {
  if (typeof value !== 'object' || value === null) return false;
  const { edges, nodes } = value as Listing;
  return Array.isArray(edges) || Array.isArray(nodes);
}

function nodesOf(value: unknown): Fields[] {
  if (!isListing(value)) return [];
  return value.nodes ?? value.edges?.map(({ node }) => node) ?? [];
}
