import type { HistoryEntry } from '../../catalog/history/list-history';
import type { DeactivationEvidence } from '../../model/evidence';
import type { LeanMode } from '../../model/freshness/lean-product';
import type { RunProblem } from '../../model/run-problem';
import type { StoreStatus } from '../../model/store-status';
import type { HintHold } from '../../model/webhooks/hints';
import type { Look, Missed } from '../facts/looks';
import type { ProductFacts } from '../facts/product-facts';
import type { SetAside } from '../facts/set-aside';
import type { LastFull, StoreFacts } from '../facts/store-facts';
import { at, becameOf, cut, runWords, said } from './say';

/** What is to be told of a product, in this order; null where there is nothing to tell. */
const SENTENCES: readonly ((facts: ProductFacts) => string | null)[] = [
  whatItIs,
  sinceWhen,
  ({ set_aside }) => set_aside && `${wordsOfSetAside(set_aside)} The catalogue keeps what it had before.`,
  ({ product }) => product.doubts.find(({ type }) => type === 'held_by_brake')?.message ?? null,
  wordsOfMissed,
  lastSeen,
  lastChanged,
  hintsWaiting,
  ({ store }) => wordsOfStore(store),
  ({ store }) => (store.last_full === null ? null : wordsOfLastFull(store.last_full)),
];

/** In plain words, from what the database holds alone. */
export function sentencesOf(facts: ProductFacts): string[] {
  return SENTENCES.flatMap((sentence) => sentence(facts) ?? []);
}

function whatItIs({ product: { title, external_id, is_active, status, deactivation } }: ProductFacts): string {
  const word = deactivation?.evidence.kind === 'not_found' ? '' : `: the store’s word for it is ${said(status)}`;
  return `${said(title)} (id ${cut(external_id)} in the store) is ${is_active ? 'active' : 'not active'}${word}.`;
}

function sinceWhen({ since, product }: ProductFacts): string {
  if (product.deactivation !== null && product.deactivated_at !== null) {
    const { run_id, evidence } = product.deactivation;
    return `It was switched off at ${at(product.deactivated_at)} by run ${run_id}: ${wordsOfEvidence(evidence)}.`;
  }
  if (product.is_active)
    return since === null
      ? 'It has been active since before changes are kept.'
      : `It has been active since ${at(since)}.`;
  if (product.status === 'future') {
    const time = product.metadata.created_at;
    const when = typeof time === 'string' ? ` at ${cut(time)} by the store’s clock (UTC)` : '';
    return `It is planned and was never active: the store publishes it${when}.`;
  }
  return `It was never active since it came at ${at(product.first_seen_at)}.`;
}

const GONE: Record<DeactivationEvidence['kind'], string> = {
  not_found: 'it has no such product',
  trashed: 'the product is in its bin',
  unpublished: 'the product is not published',
};

/** What the store said of a product that is gone. */
export const wordsOfGone = ({ kind, status }: DeactivationEvidence): string =>
  `${GONE[kind]}${status === undefined ? '' : ` (${said(status)})`}`;

function wordsOfEvidence(evidence: DeactivationEvidence): string {
  const when = at(new Date(evidence.checked_at));
  return evidence.source === 'listing'
    ? `the store’s listing showed at ${when} that ${wordsOfGone(evidence)}`
    : `the store was asked for this very id at ${when} and answered that ${wordsOfGone(evidence)}`;
}

export function wordsOfSetAside({ message, path, reason, run_id, tries, first_seen_at }: SetAside): string {
  const place = path === '' ? '' : ` at ${said(path)} of the payload`;
  const times = tries === 1 ? 'once' : `${tries} times`;
  return `What the store shows of it now cannot be read: ${cut(message, 200)}${place} (${reason}). It was set aside at ${at(first_seen_at)} and tried ${times}, the last time by run ${run_id}.`;
}

/** Those that are held have a doubt, and the others are as the catalogue has them. */
function wordsOfMissed({ missed, last_look, product }: ProductFacts): string | null {
  if (missed === null || !product.is_active || isOlder(missed, last_look)) return null;
  if (missed.state === 'unclear') {
    const detail = missed.detail === null ? '' : `: ${said(missed.detail)}`;
    return `Run ${missed.run_id} did not meet it in the store’s listing, and the store gave no clear answer when it was asked${detail}. It stays as it is until one is clear.`;
  }
  if (missed.state === 'suspect') {
    return `Run ${missed.run_id} did not meet it in the store’s listing and has not asked the store for it yet. It stays as it is until the store says that it is gone.`;
  }
  return null;
}

const isOlder = ({ checked_at }: Missed, look: Look | null): boolean =>
  checked_at !== null && look !== null && checked_at < look.at;

const LEAN: Record<LeanMode, string> = { inventory: 'stock was', prices: 'prices were' };

function lastSeen({ last_look: look, last_lean_look: lean }: ProductFacts): string {
  const whole =
    look === null
      ? 'No page of the store that is still kept shows it.'
      : `The store showed it last at ${at(look.at)}, on page ${look.page} of ${runWords(look)}${look.is_readable ? '' : ', where it could not be read'}.`;
  if (lean === null || lean.lean === null) return whole;
  return `${whole} Its ${LEAN[lean.lean]} read at ${at(lean.at)} by ${runWords(lean)}.`;
}

function lastChanged({ last_changes: [last, ...earlier] }: ProductFacts): string {
  if (last === undefined) return 'No change of it is kept.';
  const { run_id } = last;
  const together = [
    last,
    ...earlier.filter((each) => each.run_id === run_id && each.at.getTime() === last.at.getTime()),
  ];
  const own = together.filter(({ variant_id }) => variant_id === null);
  const told = (own.length > 0 ? own : together).slice(0, 3).reverse().map(wordsOfChange);
  return `It changed last at ${at(last.at)} in run ${run_id}: ${told.join(', ')}.`;
}

function wordsOfChange({ kind, field, before, after, variant_id }: HistoryEntry): string {
  const of = variant_id === null ? '' : ` of variant ${variant_id}`;
  switch (kind) {
    case 'created':
      return 'it came into the catalogue';
    case 'deactivated':
      return 'it was switched off';
    case 'reactivated':
      return 'it was switched on';
    case 'variant_created':
      return `variant ${variant_id} came`;
    case 'variant_removed':
      return `variant ${variant_id} went`;
    case 'updated':
    case 'variant_updated':
      return `${field}${of}${isPlain(before) && isPlain(after) ? ` from ${valueWords(before)} to ${valueWords(after)}` : ''}`;
  }
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** A field's value in a sentence. */
export const valueWords = (value: unknown): string => (value === null ? 'none' : said(String(value), 60));

const HOLDS: Record<HintHold, string> = {
  brake: 'it waits for a full run or somebody’s decision, as too many are gone at once',
  credentials: 'it waits until the store takes our credentials again',
  storm: 'it waits for an incremental run, as so much news came at once',
};

const WAITS: Partial<Record<StoreStatus, string>> = {
  paused: 'it waits until the store is resumed',
  needs_attention: 'it waits until the store is mended',
  disconnected: 'it waits until the store is connected again',
};

function hintsWaiting({ hints: { count, items }, store }: ProductFacts): string | null {
  const [oldest] = items;
  if (oldest === undefined) return null;
  const news = count === 1 ? 'The store sent news about it' : `The store sent news about it ${count} times`;
  const next = oldest.is_claimed ? 'it is being read just now' : 'it is read next';
  const why = WAITS[store.store.status] ?? (oldest.held_by ? HOLDS[oldest.held_by] : next);
  return `${news} that the catalogue does not have yet: ${said(oldest.topic)}, received at ${at(oldest.received_at)}; ${why}.`;
}

/** What the store is like, and when it was read. */
export function wordsOfStore({ store, read_at, read_run, last_checked_at }: StoreFacts): string {
  const read =
    read_at === null
      ? 'was never read whole'
      : `was last read whole at ${at(read_at)}${read_run === null ? '' : ` by run ${read_run}`}`;
  switch (store.status) {
    case 'disconnected':
      return `The store is disconnected: nothing that changes there arrives. It ${read}.`;
    case 'needs_attention':
      return `The store cannot be read until somebody mends it, and schedules skip it. It ${read}.`;
    case 'paused':
      return `The store is paused: nothing is read until somebody resumes it. It ${read}.`;
    case 'active': {
      const checked = last_checked_at === null ? '' : `, and last asked for news at ${at(last_checked_at)}`;
      const hold = store.hold.forMs > 0 ? ' It has asked to be left alone for a while.' : '';
      return `The store is active, ${read}${checked}.${hold}`;
    }
  }
}

const PROBLEMS: Record<RunProblem['type'], string> = {
  listing_short: 'the store’s listing was shorter than it announced',
  products_unknown: 'some products that it showed were not read whole',
  products_set_aside: 'some products could not be read',
  unclear_answers: 'the store gave no clear answer about some products',
  rejected_by_operator: 'somebody decided to keep products that are gone',
  deactivations_held: 'products that are gone were not switched off',
  parameters_ignored: 'the store did not answer what it was asked',
  limit_met: 'a limit was met',
};

export function wordsOfLastFull({ run_id, status, started_at, finished_at, problems, error_type }: LastFull): string {
  const when = finished_at ?? started_at;
  const told = [...(error_type === null ? [] : [error_type]), ...(problems ?? []).map(({ type }) => PROBLEMS[type])];
  const why = told.length === 0 ? '' : `: ${told.join('; ')}`;
  return `The last full run, ${run_id}, ${becameOf(status)}${when === null ? '' : ` (${at(when)})`}${why}.`;
}
