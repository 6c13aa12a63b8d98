/** A journal of when products were active in their shop, to judge the decisions of runs afterwards. */
export interface Visibility {
  /** To be called after whatever may have changed the product. */
  note(id: string): void;
  /** Whether the product was active (or not) at any moment of that time. */
  wasEver(isActive: boolean, id: string, from: Date, to: Date): boolean;
}

export function visibilityOf(isActive: (id: string) => boolean, idsAtFirst: Iterable<string>): Visibility {
  const journal = new Map<string, { at: number; isActive: boolean }[]>();
  for (const id of idsAtFirst) journal.set(id, [{ at: 0, isActive: isActive(id) }]);

  return {
    note(id) {
      // A product that is new was not there before.
      const entries = journal.get(id) ?? [{ at: 0, isActive: false }];
      journal.set(id, entries);
      const now = isActive(id);
      if (entries.at(-1)?.isActive !== now) entries.push({ at: Date.now(), isActive: now });
    },
    wasEver(wanted, id, from, to) {
      const entries = journal.get(id) ?? [];
      return entries.some((entry, place) => {
        const until = entries[place + 1]?.at ?? Number.POSITIVE_INFINITY;
        return entry.isActive === wanted && entry.at <= to.getTime() && until >= from.getTime();
      });
    },
  };
}
