import { z } from 'zod';
import { problemOfAnswer, unreadable } from '../../../src/platforms/http/problem-of-answer';
import { sendToStore } from '../../../src/platforms/http/send-to-store';
import type { StoreAnswer } from '../../../src/platforms/http/store-answer';
import type { StoreProblem } from '../../../src/platforms/problem';
import type { StoreSurroundings } from '../../../src/platforms/store-platform';

interface Read<Value> {
  kind: 'read';
  value: Value;
  /** The shop's own clock, RFC 3339 UTC. */
  date: string | null;
}

export interface ShopApi {
  get<Value>(path: string, shape: z.ZodType<Value>, signal: AbortSignal): Promise<Read<Value> | StoreProblem>;
  /** `no_such_product` is the shop's own word (I1); any other 404 is a problem. */
  getProduct(id: string, signal: AbortSignal): Promise<Read<RawProduct> | { kind: 'no_such_product' } | StoreProblem>;
}

/** As it comes, but for the id: what it is set aside by when the rest cannot be read. */
export const RawProduct = z.looseObject({ id: z.string() });
export type RawProduct = z.infer<typeof RawProduct>;

const NoSuchProduct = z.object({ error: z.literal('no_such_product') });

/** Time limits, sizes, redirects and private addresses are looked after by `sendToStore`. */
export function shopApi(
  { shop_code, shop_token }: { shop_code: string; shop_token: string },
  surroundings: StoreSurroundings & { dummyOrigin: string },
): ShopApi {
  const ask = (path: string, signal: AbortSignal) => {
    const url = new URL(`/shops/${shop_code}${path}`, surroundings.dummyOrigin);
    return sendToStore(
      { method: 'GET', url, headers: { authorization: `Bearer ${shop_token}` }, signal },
      surroundings,
    );
  };
  return {
    async get(path, shape, signal) {
      const answer = await ask(path, signal);
      return answer.kind === 'answer' ? read(answer, shape) : answer;
    },
    async getProduct(id, signal) {
      const answer = await ask(`/products/${encodeURIComponent(id)}`, signal);
      if (answer.kind !== 'answer') return answer;
      const isUnknown = answer.status === 404 && NoSuchProduct.safeParse(jsonOf(answer)).success;
      return isUnknown ? { kind: 'no_such_product' } : read(answer, RawProduct);
    },
  };
}

function read<Value>(answer: StoreAnswer, shape: z.ZodType<Value>): Read<Value> | StoreProblem {
  const problem = problemOfAnswer(answer);
  if (problem !== null) return problem;
  const { success, data } = shape.safeParse(jsonOf(answer));
  return success ? { kind: 'read', value: data, date: answer.date } : unreadable(answer, 'has another shape');
}

function jsonOf({ text }: StoreAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
