/** How often in a row a test has something crash. `npm run test:crash` does it three times too, which takes minutes. */
export const TIMES = (process.env.CATALOG_SYNC_CRASH_TIMES ?? '1').split(',').map(Number);
