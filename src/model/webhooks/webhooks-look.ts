import type { SamplesLook } from '../freshness/sample';

/** What came of the hints that nobody takes up, in one look over all stores. */
export interface HintsLook {
  /** Stores with hints that have waited longer than they should. */
  stores: number;
  /** Hints that a run had claimed which is over. */
  freed: number;
  /** Stores whose hints waited for an incremental run that is over, or never began. */
  released: number;
  /** Stores whose doorbell was rung. */
  rung: number;
  /** Stores for which there was no time, no turn, or no word from the database or Temporal: the next look goes on. */
  left: number;
}

/** What came of looking after the registrations that were due. */
export interface RegistrationsLook {
  /** Stores that were looked at. */
  stores: number;
  /** Webhooks that were made there. */
  made: number;
  /** Stores that had switched off or lost some of ours: news of them may have been lost, too. */
  lost: number;
  /** Stores that did not say what was asked. */
  failed: number;
  /** Stores for which there was no time, or no word from the database: the next look goes on. */
  left: number;
}

/** What came of events that were due and that no workflow took up. */
export interface DeliveriesLook {
  /** Endpoints that waited. */
  endpoints: number;
  /** Endpoints that were rung for. */
  rung: number;
  /** Endpoints for which there was no time, no turn, or no word from Temporal: the next look goes on. */
  left: number;
}

/** What one look each minute ends with, by what was looked after; absent where that failed. */
export interface WebhooksLook {
  hints: HintsLook;
  registrations: RegistrationsLook;
  samples: SamplesLook;
  deliveries: DeliveriesLook;
}

export interface WebhooksLookInput {
  /** For all tries together; what is not done by then is left. */
  forMs: number;
}
