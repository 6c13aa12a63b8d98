/** What one look at what is wrong with stores came to. */
export interface AlertsLook {
  opened: number;
  solved: number;
  /** Messages that were put on their way. */
  told: number;
  /** Tenants whose alerts could not be written, channels that could not be told: the next look goes on. */
  left: number;
}
