/** The ways by which a change comes into the catalogue. */
export const WAYS = ['webhook', 'incremental', 'full'] as const;
export type Way = (typeof WAYS)[number];

/** How right a store's copy was when some of its products were compared with it. */
export interface StoreSample {
  /** RFC 3339 UTC. */
  at: string;
  /** Compared. */
  products: number;
  different: number;
  /** Of how many products each field was another one; a variant's is named `variants.price`. */
  fields: Record<string, number>;
  /** Of how many each way should have brought the change and had not; only a full run finds what has no date. */
  missed_by: Record<Way, number>;
}

/** What came of the samples that were due in one look over all stores. Numbers of stores. */
export interface SamplesLook {
  due: number;
  taken: number;
  /** In which products differed. */
  different: number;
  /** Put off: quiet hours, a run under way, hints to be worked off. */
  put_off: number;
  /** Did not answer as they should: tried the next day. */
  failed: number;
  /** For which there was no time: the next look goes on. */
  left: number;
}
