/** Where the columns for counts end. A store that says more is refused by its limit, not by the database. */
const MOST = 2_147_483_647;

/** A number of products or variants as a store announces it: whatever it sends, it can be kept. */
export function counted(announced: number): number {
  return Math.min(Math.max(0, Math.trunc(announced)), MOST);
}
