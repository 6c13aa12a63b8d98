import { type Random, seededRandom } from '../../catalogue/random';

type Fields = Record<string, unknown>;
/** `listing` is what it is a node of. */
type Line = { fields: Fields; children: Line[]; listing: object };

/**
 * The lines of a bulk result: one a node, without its listings, whose nodes are lines of their own that name their
 * parent. Ungrouped, as is usual since 2026-01, a parent comes before its children but rarely right before them;
 * the nodes of one listing keep their order, as each is read page by page.
 */
export function jsonLines(
  data: Fields,
  { grouped, nestedAtMost }: { grouped: boolean; nestedAtMost: number },
): { texts: string[]; roots: number } {
  const roots = Object.values(data).flatMap((value) =>
    nodesOf(value).map((node) => lineOf(node, null, value as object, nestedAtMost)),
  );
  const lines = grouped ? roots.flatMap(withChildren) : levelByLevel(roots, seededRandom(roots.length));
  return { texts: lines.map(textOf), roots: roots.length };
}

function lineOf(node: Fields, parentId: unknown, listing: object, nestedAtMost: number): Line {
  const children: Line[] = [];

  /** Copies the fields of a node, and takes its listings out into lines; an object with an id is their parent. */
  function strip(source: Fields, parent: unknown): Fields {
    const fields: Fields = {};
    for (const [key, value] of Object.entries(source)) {
      if (isListing(value)) {
        const nested = nodesOf(value).slice(0, nestedAtMost);
        children.push(...nested.map((each) => lineOf(each, parent, value, nestedAtMost)));
      } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const inner = value as Fields;
        fields[key] = strip(inner, inner.id ?? parent);
      } else fields[key] = value;
    }
    return fields;
  }

  const fields = strip(node, node.id);
  return { fields: parentId === null ? fields : { ...fields, __parentId: parentId }, children, listing };
}

const withChildren = (line: Line): Line[] => [line, ...line.children.flatMap(withChildren)];

function levelByLevel(level: Line[], random: Random): Line[] {
  const below = level.flatMap(({ children }) => children);
  return below.length === 0 ? level : [...level, ...levelByLevel(shuffled(below, random), random)];
}

/** Shuffles the places of listings, and gives each place to the next node of its listing. */
function shuffled(lines: Line[], random: Random): Line[] {
  const waiting = new Map<object, Line[]>();
  for (const line of lines.toReversed()) {
    const nodes = waiting.get(line.listing);
    if (nodes === undefined) waiting.set(line.listing, [line]);
    else nodes.push(line);
  }
  return lines
    .map(({ listing }) => ({ listing, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ listing }) => waiting.get(listing)?.pop() as Line);
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
