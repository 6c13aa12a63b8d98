import { z } from 'zod';
import { problemOfAnswer, refusalByPlatform, unreadable } from '../../../src/platforms/http/problem-of-answer';
import { sendToStore } from '../../../src/platforms/http/send-to-store';
import type { StoreAnswer } from '../../../src/platforms/http/store-answer';
import type { StoreProblem } from '../../../src/platforms/problem';
import type { StoreSurroundings } from '../../../src/platforms/store-platform';

interface Read<Value> {
  kind: 'read';
  value: Value;
  answer: StoreAnswer;
}

export interface ShopApi {
  get<Value>(path: string, shape: z.ZodType<Value>, signal: AbortSignal): Promise<Read<Value> | StoreProblem>;
  /** `no_such_product` is the shop's own word (I1); any other 404 is a problem. */
  getProduct(id: string, signal: AbortSignal): Promise<Read<RawProduct> | { kind: 'no_such_product' } | StoreProblem>;
}

/** As it comes, but for the id: what it is set aside by when the rest cannot be read. */
export const RawProduct = z.looseObject({ id: z.string() });
export type RawProduct = z.infer<typeof RawProduct>;

/** The shop's own word: what a proxy in front of it answers is of another shape, and never final. */
const ShopError = z.object({ error: z.string() });

/** Time limits, sizes, redirects and private addresses are looked after by `sendToStore`. */
export function shopApi(
  { shop_code, shop_token }: { shop_code: string; shop_token: string },
  surroundings: StoreSurroundings & { dummyOrigin: string },
): ShopApi {
  const ask = (path: string, signal: AbortSignal) => {
    const url = new URL(`/shops/${shop_code}${path}`, surroundings.dummyOrigin);
    return sendToStore(
      {
        platform: 'dummy',
        method: 'GET',
        url,
        headers: { authorization: `Bearer ${shop_token}` },
        secrets: [shop_token],
        signal,
      },
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
      const isUnknown = answer.status === 404 && errorOf(answer) === 'no_such_product';
      return isUnknown ? { kind: 'no_such_product' } : read(answer, RawProduct);
    },
  };
}

function read<Value>(answer: StoreAnswer, shape: z.ZodType<Value>): Read<Value> | StoreProblem {
  const problem = refusalOf(answer) ?? problemOfAnswer(answer);
  if (problem !== null) return problem;
  const { success, data } = shape.safeParse(jsonOf(answer));
  return success ? { kind: 'read', value: data, answer } : unreadable(answer, 'has another shape');
}

function refusalOf(answer: StoreAnswer): StoreProblem | null {
  const { status, address, quote } = answer;
  const error = errorOf(answer);
  return error === null ? null : refusalByPlatform(status, `${address} answered ${status} ${quote(error, 80)}`);
}

function errorOf(answer: StoreAnswer): string | null {
  return ShopError.safeParse(jsonOf(answer)).data?.error ?? null;
}

function jsonOf({ text }: StoreAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
