import type { HintState } from '../model/webhooks/hints';
import type { HintOfBatch } from './hints-of-batch';

/** What the store said of a product since the hint was claimed, and what the catalogue made of it. */
export type ProductAnswer =
  /** It came, and is merged. By the store's clock it was changed last then; null where it does not say. */
  | { kind: 'came'; changedAt: string | null }
  | { kind: 'set_aside' }
  /** The catalogue shows it active, and it did not come: it is asked about, and judged after that. */
  | { kind: 'suspected' }
  /** By the store's own word, and the catalogue does not show it active. */
  | { kind: 'gone' }
  | { kind: 'unclear' }
  /** Gone by the store's own word, and the brake keeps it on. */
  | { kind: 'held' }
  /** The same, and somebody decided so. */
  | { kind: 'kept' };

export type Verdict =
  | { kind: 'settled'; state: Exclude<HintState, 'pending'>; reason: string | null }
  | { kind: 'asked_later' }
  | { kind: 'again'; seconds: number }
  | { kind: 'held' };

/** A cache or a replica catches up within minutes; what does not is left to the next run. */
export const AGAIN_AFTER_SECONDS = [10, 60, 300];

/** What becomes of a hint. `answers`: by product; one that lacks has nothing against it. */
export function verdictOn(hint: HintOfBatch, answers: ReadonlyMap<string, ProductAnswer>): Verdict {
  const { products, tries } = hint;
  if (products.length === 0) return settled('ignored', NOT_KNOWN);
  const all = products.flatMap(({ externalId }) => answers.get(externalId) ?? []);
  const some = (kind: ProductAnswer['kind']) => all.some((answer) => answer.kind === kind);
  if (some('suspected')) return { kind: 'asked_later' };
  if (some('held')) return { kind: 'held' };
  const isOld = all.some((answer) => answer.kind === 'came' && isOlder(answer.changedAt, hint.datedAt));
  if (isOld || some('unclear')) {
    const seconds = AGAIN_AFTER_SECONDS[tries];
    if (seconds !== undefined) return { kind: 'again', seconds };
    return settled('failed', isOld ? STAYED_OLD : STAYED_UNCLEAR);
  }
  if (some('set_aside')) return settled('failed', SET_ASIDE);
  if (some('kept')) return settled('ignored', KEPT);
  return settled('refreshed', some('gone') ? GONE : null);
}

/** WooCommerce's dates are of seconds, Shopify's deliveries and answers may differ below that. */
function isOlder(changedAt: string | null, datedAt: Date | null): boolean {
  if (changedAt === null || datedAt === null) return false;
  return Math.floor(Date.parse(changedAt) / 1_000) < Math.floor(datedAt.getTime() / 1_000);
}

const settled = (state: Exclude<HintState, 'pending'>, reason: string | null): Verdict => ({
  kind: 'settled',
  state,
  reason,
});

const NOT_KNOWN =
  'It names no product, and the catalogue knows no variant or inventory item of this id: the next incremental or full sync brings its product.';
const SET_ASIDE = 'The product came and could not be read: it is set aside, and every run tries it again.';
const GONE = 'The store says that it is gone, and the catalogue does not show it as active.';
export const KEPT = 'The store says that it is gone, and somebody decided to keep it.';
const STAYED_OLD =
  'The store kept answering with an older state than the one that it had told of. What came is in the catalogue; the next sync looks again.';
const STAYED_UNCLEAR =
  'The store did not show the product, and did not say clearly that it is gone. The catalogue keeps what it has; the next sync looks again.';
