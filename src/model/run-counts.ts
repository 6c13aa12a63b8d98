/** What a run did, as the API shows it: sums over its manifest and its missing products. */
export interface RunCounts {
  products: {
    seen: number;
    created: number;
    updated: number;
    unchanged: number;
    reactivated: number;
    deactivated: number;
    rejected: number;
    missing: number;
    /** Shown by a lean listing and not to be compared with the catalogue. Absent in what an older worker closed. */
    unknown?: number;
  };
  variants: { seen: number; created: number; updated: number; unchanged: number; removed: number };
  pages: { fetched: number; merged: number };
  requests: number;
  throttled_ms: number;
}
