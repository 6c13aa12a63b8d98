/** What one look at what is wrong with stores came to. */
export interface AlertsLook {
  opened: number;
  solved: number;
  /** Tenants whose alerts could not be written: the next look goes on. */
  left: number;
}
