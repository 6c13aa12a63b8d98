import type { CadenceMode } from '../../../src/model/freshness/cadence-modes';
import type { LeanMode } from '../../../src/model/freshness/lean-product';

/** Where in a list and what: numbers, so that a plan can be made before anything exists. `where` is 0 <= n < 1. */
export interface Edit {
  what: EditKind;
  where: number;
  value: number;
}

export type EditKind =
  | 'title'
  | 'price'
  | 'stock'
  | 'remove'
  | 'unpublish'
  | 'publish'
  | 'hide'
  | 'restore'
  | 'add'
  | 'add_variant'
  | 'remove_variant'
  | 'break'
  | 'mend'
  /** Without a date that moves. */
  | 'quietly'
  /** A price, or a stock, without one. */
  | 'reprice'
  | 'restock';

export const FAULT_KINDS = [
  'error',
  'bad_gateway',
  'maintenance',
  'html',
  'throttled',
  'truncated',
  'slow',
  'unauthorized',
  'empty',
  'variants_short',
  'reset',
  'notice',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What becomes of a shop's next deliveries; those that are held come late, the newest first. */
export const DELIVERY_KINDS = ['twice', 'lost', 'held', 'released', 'released'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

export const VICTIMS = ['worker 1', 'worker 2', 'the API', 'PostgreSQL', 'Temporal'] as const;
export type Victim = (typeof VICTIMS)[number];

/** What happens to a run, a store or a process; `store` and `shop` are places in the lists of `STORES` and `SHOPS`. */
export type Happening =
  | { kind: 'edit'; shop: number; edits: Edit[] }
  /** A share of the shop's products at once. */
  | {
      kind: 'mass_edit';
      shop: number;
      what: 'remove' | 'add' | 'unpublish' | 'publish' | 'price';
      share: number;
      value: number;
    }
  | { kind: 'fault'; shop: number; fault: FaultKind; on: 'all' | 'listing'; after: number; times: number }
  | { kind: 'calm'; shop: number }
  | { kind: 'kill'; victim: Victim }
  | { kind: 'sync'; store: number }
  /** Reads what the store says changed since its watermark. */
  | { kind: 'sync_changes'; store: number }
  /** Reads stock or prices alone. */
  | { kind: 'sync_lean'; store: number; mode: LeanMode }
  /** Sets back when the store's modes are due, which is minutes away otherwise. */
  | { kind: 'make_due'; store: number; modes: CadenceMode[] }
  /** By the schedule of due stores. */
  | { kind: 'sweep_due' }
  | { kind: 'pause_store'; store: number }
  | { kind: 'resume_store'; store: number }
  | { kind: 'deliveries'; shop: number; how: DeliveryKind; times: number }
  /** A stranger delivers in the store's name. */
  | { kind: 'forge'; store: number; signed: boolean }
  /** By the schedule of each minute, and as if what waits had waited longer. */
  | { kind: 'look_after_webhooks' }
  | { kind: 'verify'; store: number }
  /** By the API for all stores, or by the schedule of a platform. */
  | { kind: 'sweep'; platform: 'woocommerce' | 'shopify' | null }
  /** Reads products again by their ids, as a hint from the store does. */
  | { kind: 'refresh'; store: number; wheres: number[] }
  /** Renews the credentials: what a person does with a store that needs attention. */
  | { kind: 'reconnect'; store: number }
  /** Reads the tenant's changes on from where it read last, as a consumer does. */
  | { kind: 'follow'; store: number }
  | { kind: 'retry_rejected'; store: number }
  | { kind: 'cancel'; store: number }
  | { kind: 'cancel_sweep' }
  | { kind: 'pause'; store: number }
  | { kind: 'resume'; store: number }
  | { kind: 'retry_now'; store: number }
  | { kind: 'terminate'; store: number }
  | { kind: 'approve'; store: number; share: number }
  | { kind: 'reject'; store: number }
  | { kind: 'accept_brake'; store: number }
  | { kind: 'maintain' };

export type HappeningKind = Happening['kind'];

export type ChaosEvent = Happening & { atMs: number };
