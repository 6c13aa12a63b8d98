/**
 * Somebody waits for an interactive sync: it goes before the scheduled ones, and what a store has just told stands between
 * them (1 is the most urgent, 5 the least).
 */
const PRIORITY_KEYS = { interactive: 2, news: 3, scheduled: 4 } as const;

/** Tenants share the workers fairly: within a priority, none is served twice before the others were served once. */
export function priorityOf(tenantId: string, urgency: keyof typeof PRIORITY_KEYS) {
  return { priorityKey: PRIORITY_KEYS[urgency], fairnessKey: tenantId };
}
