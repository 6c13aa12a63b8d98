import type { DeactivationEvidence } from '../../../model/evidence';
import { isProblem, type StoreProblem } from '../../problem';
import type { IdsRequest, MissingAnswer, MissingAnswers } from '../../store-platform';
import { pageSize } from '../listing/page-size';
import { idOf, type RawRow, stateOf } from '../mapping/raw-product';
import { WHOLE_ROWS } from '../mapping/row-fields';
import { counting } from '../requests/client';
import { twoAtATime } from '../requests/two-at-a-time';
import { asProblem, MOST_ERRORS, mayBeOfOneProduct, type WooError } from '../requests/woo-error';
import { completeProducts, type Reading, type WooStore } from '../variations/complete-products';
import { listByIds } from './list-by-ids';

/**
 * The store's own word about each id (I1). The list finds those that are alive, the bin's list those in the bin; an id
 * that both leave out is asked for by itself, and only WooCommerce's own "invalid id", or the product's own status, says
 * that it is gone.
 */
export async function confirmMissing(
  store: WooStore,
  { externalIds, currency, signal }: IdsRequest,
): Promise<MissingAnswers | StoreProblem> {
  const client = counting(store.client);
  const reading: Reading = { ...store, client, size: pageSize(), currency, signal };
  const ids = [...new Set(externalIds)];
  const listed = await listByIds(ids, reading);
  if (isProblem(listed)) return listed;

  const listedById = new Map(listed.rows.map((row) => [row.id, row]));
  const unlisted = ids.filter((id) => !listedById.has(id));
  const binned = await wordsOfBin(unlisted, reading);
  if (isProblem(binned)) return binned;

  const ask = askerOf(reading);
  const asked = await twoAtATime(ids, async (id) => {
    const row = listedById.get(id);
    return row === undefined ? (binned.words.get(id) ?? ask(id)) : wordOf(id, row.raw);
  });
  if (isProblem(asked)) return asked;

  const alive = asked.results.flatMap(({ row }) => row ?? []);
  const whole = await completeProducts(alive, reading);
  if (isProblem(whole)) return whole;
  return {
    kind: 'answers',
    answers: asked.results.map(({ answer }) => answer),
    products: whole.products,
    rejected: whole.rejected,
    requests: client.requests,
    throttledMs: 0,
  };
}

interface Word {
  kind: 'word';
  answer: MissingAnswer;
  /** Of a product that is alive. */
  row?: RawRow;
}

/**
 * What the bin's own list says, 100 ids at a time: a row counts when its id was asked for and it is in the bin. Whoever
 * is not in it is still asked for, so that a store which refuses this list, or answers it with something else, only costs
 * requests; one that asks for time is waited for.
 */
async function wordsOfBin(
  externalIds: readonly string[],
  reading: Reading,
): Promise<{ kind: 'words'; words: ReadonlyMap<string, Word> } | StoreProblem> {
  const listed = await listByIds(externalIds, reading, 'trash');
  if (listed.kind === 'throttled') return listed;

  const asked = new Set(externalIds);
  const rows = isProblem(listed) ? [] : listed.rows;
  const binned = rows.filter(({ id, raw }) => asked.has(id) && stateOf(raw).status === 'trash');
  return { kind: 'words', words: new Map(binned.map(({ id, raw }) => [id, wordOf(id, raw)])) };
}

/** Asks for one id. An error that is that product's alone leaves it unclear; one of the whole store is a problem. */
function askerOf({ client, signal }: Reading): (id: string) => Promise<Word | StoreProblem> {
  let errors = 0;

  return async (id) => {
    const answer = await client.get(
      `wc/v3/products/${encodeURIComponent(id)}`,
      { _fields: WHOLE_ROWS.product },
      signal,
    );
    if (answer.kind === 'json') return wordOf(id, answer.value);
    if (answer.kind === 'woo_error' && isGone(answer)) return gone(id, { kind: 'not_found' });

    const said = asProblem(answer);
    // The listing answers, so the store is there: another error of WordPress under 404 must not end the run for good.
    const problem: StoreProblem = said.kind === 'not_found' ? { ...said, kind: 'unreadable', status: 404 } : said;
    if (!mayBeOfOneProduct(problem) || ++errors > MOST_ERRORS) return problem;
    return unclear(id, problem.detail);
  };
}

function isGone({ status, code }: WooError): boolean {
  return status === 404 && code === 'woocommerce_rest_product_invalid_id';
}

/** What a product's own answer says: a binned product is still readable by its id. */
function wordOf(id: string, raw: unknown): Word {
  const { status, type } = stateOf(raw);
  if (idOf(raw) !== id || status === null) return unclear(id, `the answer for product ${id} is no product of that id`);
  if (type === 'variation') return unclear(id, `${id} is the id of a variation, not of a product`);
  if (status === 'publish') return { kind: 'word', answer: { external_id: id, answer: 'alive' }, row: { id, raw } };
  return gone(id, status === 'trash' ? { kind: 'trashed' } : { kind: 'unpublished', status });
}

function gone(id: string, word: Pick<DeactivationEvidence, 'kind' | 'status'>): Word {
  const evidence = { ...word, source: 'confirmation' as const, checked_at: new Date().toISOString() };
  return { kind: 'word', answer: { external_id: id, answer: 'gone', evidence } };
}

function unclear(id: string, detail: string): Word {
  return { kind: 'word', answer: { external_id: id, answer: 'unclear', detail } };
}
