/** A category, tag, brand or attribute. Plugins add some without an id. */
interface Term {
  id: string | null;
  name: string;
}

/**
 * Terms of a product have no order in WooCommerce: it sorts them by name, and equal names ("Men > Shoes", "Women >
 * Shoes") come in another order at every answer. Kept by id, an untouched product stays what it is (I5).
 */
export function byId<T extends Term>(terms: readonly T[]): T[] {
  return terms.toSorted((a, b) => compareIds(a.id, b.id) || compareTexts(a.name, b.name));
}

/** Attributes have the place that the merchant gave them; those without one stand behind, by id. */
export function byPosition<T extends Term & { position: number | null }>(attributes: readonly T[]): T[] {
  const placed = attributes.flatMap((each) => (each.position === null ? [] : { each, position: each.position }));
  return [
    ...placed.sort((a, b) => a.position - b.position).map(({ each }) => each),
    ...byId(attributes.filter(({ position }) => position === null)),
  ];
}

/** The first brand by name, as WooCommerce's database compares names: case and accents do not count. */
export function vendorOf(brands: readonly Term[]): string | null {
  const [first] = byId(brands).sort((a, b) => names.compare(a.name, b.name));
  return first?.name || null;
}

const names = new Intl.Collator('en', { sensitivity: 'base' });

/** Decimal numbers of any length, as text (I11). */
function compareIds(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.length - b.length || compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
