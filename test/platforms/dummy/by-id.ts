import type { StoreProblem } from '../../../src/platforms/problem';
import type { FetchedProducts, IdsRequest, MissingAnswer, MissingAnswers } from '../../../src/platforms/store-platform';
import { mapProducts } from './map-product';
import type { RawProduct, ShopApi } from './shop-api';

export async function fetchByIds(api: ShopApi, request: IdsRequest): Promise<FetchedProducts | StoreProblem> {
  const asked = await askForEach(api, request);
  if (asked.kind !== 'asked') return asked;
  const { requests, throttledMs } = asked;
  return { kind: 'products', ...mapProducts(asked.found, request.currency), requests, throttledMs };
}

/** A product that the shop still has is merged like one of the listing. */
export async function confirmMissing(api: ShopApi, request: IdsRequest): Promise<MissingAnswers | StoreProblem> {
  const asked = await askForEach(api, request);
  if (asked.kind !== 'asked') return asked;
  const { found, gone, requests, throttledMs } = asked;
  const checkedAt = new Date().toISOString();
  const answers: MissingAnswer[] = [
    ...found.map(({ id }) => ({ external_id: id, answer: 'alive' as const })),
    ...gone.map((id) => ({
      external_id: id,
      answer: 'gone' as const,
      evidence: { kind: 'not_found' as const, source: 'confirmation' as const, checked_at: checkedAt },
    })),
  ];
  return { kind: 'answers', answers, ...mapProducts(found, request.currency), requests, throttledMs };
}

interface Asked {
  kind: 'asked';
  found: RawProduct[];
  /** Ids of which the shop itself says that it has no such product. */
  gone: string[];
  requests: number;
  throttledMs: number;
}

async function askForEach(api: ShopApi, { externalIds, signal }: IdsRequest): Promise<Asked | StoreProblem> {
  const asked: Asked = { kind: 'asked', found: [], gone: [], requests: externalIds.length, throttledMs: 0 };
  for (const id of externalIds) {
    const product = await api.getProduct(id, signal);
    if (product.kind === 'read') asked.found.push(product.value);
    else if (product.kind === 'no_such_product') asked.gone.push(id);
    else return product;
  }
  return asked;
}
