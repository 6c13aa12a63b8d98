import type { Metered, Use } from '../meter/start-meter';

export interface Contestant {
  name: string;
  /** What it is and how it is set, for the page. */
  what: string;
  /** Its tables as the bench compares them. */
  catalogue: StoredCatalogue;
  /** Empties what earlier runs stored. */
  reset(): Promise<void>;
  /** Starts what a run needs; the clock runs in `go` alone. */
  prepare(): Promise<PreparedRun>;
}

interface PreparedRun {
  processes: Metered;
  /** Runs once; answers the seconds that it took and what else it tells. */
  go(): Promise<{ seconds: number; notes?: Record<string, number> }>;
  /** More about the run, looked up when nothing is measured any more. */
  facts?(): Promise<Record<string, number>>;
  end(): Promise<void>;
}

/** Where a contestant's products are. */
export interface StoredCatalogue {
  database: string;
  /** `select external_id, title` of all products. */
  products: string;
  /** `select product_id, external_id, sku, price` of all variants that the store has (no default ones that we add). */
  variants: string;
  /** Whether it stores our canonical rows in full, so that all columns can be compared. */
  whole: boolean;
}

/** A contestant that does not take part, and why. */
export interface Missing {
  name: string;
  missing: string;
}

export interface MeasuredRun extends Use {
  seconds: number;
  /** From the first to the last request, as the store counted them. */
  requests: number;
  /** Of Shopify's bucket, as the shop counted them. */
  points: number;
  notes: Record<string, number>;
}
