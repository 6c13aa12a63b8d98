import { z } from 'zod';
import { LEAN_MODES } from '../../model/freshness/lean-product';
import type { MissingState } from '../../model/missing-state';
import { MISSING_STATES } from '../../model/missing-state';
import { REJECTION_REASONS } from '../../model/rejection';
import { RUN_MODES, RUN_STATUSES } from '../../model/run';
import { RUN_PROBLEM_TYPES } from '../../model/run-problem';
import { STORE_STATUSES } from '../../model/store-status';
import { HINT_HOLDS, HINT_NEWS } from '../../model/webhooks/hints';
import { Id, Moment, Money, PlatformName } from './fields';
import { HistoryEntry } from './history';
import { DoubtBody, Evidence } from './product';

export const ShortProduct = z
  .strictObject({
    id: Id,
    store_id: Id,
    external_source: PlatformName,
    external_id: z.string(),
    title: z.string(),
    sku: z.string().nullable(),
    price: Money.nullable(),
    currency: z.string(),
    is_active: z.boolean(),
    status: z.string(),
    url: z.string().nullable(),
    changed_at: Moment,
  })
  .meta({ id: 'ShortProduct' });

const Look = z
  .strictObject({
    run_id: Id,
    mode: z.enum(RUN_MODES),
    status: z.enum(RUN_STATUSES).meta({ description: 'Of the run, as it is now' }),
    page: z.int().meta({ description: 'From 1, of those that the run read at once' }),
    at: Moment,
    lean: z
      .enum(LEAN_MODES)
      .nullable()
      .meta({ description: 'The group of fields that it showed; null: the whole product' }),
    is_readable: z.boolean(),
  })
  .meta({ id: 'Look', description: 'A page of the store on which the product stood' });

export const SetAsideFacts = z
  .strictObject({
    store_id: Id,
    external_id: z.string(),
    title: z.string().nullable(),
    reason: z.enum(REJECTION_REASONS),
    path: z.string().meta({ description: "Where in the store's payload" }),
    message: z.string(),
    run_id: Id,
    tries: z.int(),
    first_seen_at: Moment,
    last_seen_at: Moment,
  })
  .meta({ id: 'SetAside', description: 'A product that the store shows and that could not be read' });

export const PendingHintsFacts = z
  .strictObject({
    count: z.int(),
    items: z
      .array(
        z.strictObject({
          id: Id,
          topic: z.string(),
          news: z.enum(HINT_NEWS),
          received_at: Moment,
          is_claimed: z.boolean().meta({ description: 'A run asks the store about it just now' }),
          held_by: z.enum(HINT_HOLDS).nullable(),
        }),
      )
      .meta({ description: 'The five oldest' }),
  })
  .meta({ id: 'PendingHints', description: 'News of the store that the catalogue does not have yet' });

export const StoreStanding = z
  .strictObject({
    id: Id,
    status: z.enum(STORE_STATUSES),
    read_at: Moment.nullable().meta({ description: 'When the last run began that read it whole' }),
    read_run: Id.nullable(),
    last_checked_at: Moment.nullable(),
    last_full: z
      .strictObject({
        run_id: Id,
        status: z.enum(RUN_STATUSES),
        started_at: Moment.nullable(),
        finished_at: Moment.nullable(),
        problems: z.array(z.enum(RUN_PROBLEM_TYPES)),
        error_type: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'StoreStanding', description: "What a store's products depend on" });

const MISSED_STATES = Object.keys(MISSING_STATES) as [MissingState, ...MissingState[]];

export const ProductFactsBody = z
  .strictObject({
    since: Moment.nullable().meta({
      description: 'Since when it is active or not; null: since before changes are kept',
    }),
    deactivation: z.strictObject({ run_id: Id, evidence: Evidence }).nullable(),
    doubts: z.array(DoubtBody),
    last_look: Look.nullable(),
    last_lean_look: Look.nullable().meta({ description: 'Of one group of its fields, after that' }),
    last_changes: z.array(HistoryEntry).meta({ description: 'The five newest; long texts are cut, lists left out' }),
    hints: PendingHintsFacts,
    set_aside: SetAsideFacts.nullable(),
    missed: z
      .strictObject({
        run_id: Id,
        run_status: z.enum(RUN_STATUSES),
        state: z.enum(MISSED_STATES),
        checked_at: Moment.nullable(),
        detail: z.string().nullable(),
        evidence: Evidence.nullable(),
      })
      .nullable()
      .meta({ description: 'The last time that a run did not meet it in the listing, and what the store said then' }),
    store: StoreStanding,
  })
  .meta({ id: 'ProductFacts' });

export const EXPLANATION = {
  sentences: z.array(z.string()).meta({ description: 'In plain words, from the facts alone' }),
  next_step: z.string().meta({ description: 'What makes it right' }),
};
