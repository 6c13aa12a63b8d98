/** How far a stretch of changes reaches beyond the store's clock: a product that is planned for 2031 is dated so, and would be news until then. */
export const AHEAD_MS = 3_600_000;
