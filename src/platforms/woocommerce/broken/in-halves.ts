import { isProblem, type StoreProblem } from '../../problem';
import { MOST_ERRORS, mayBeOfOneProduct } from '../requests/woo-error';

export type Part<Item, Answer> =
  | { kind: 'answered'; items: readonly Item[]; answer: Answer }
  | { kind: 'failed'; item: Item; problem: StoreProblem };

/**
 * Asks for each half of what failed as a whole, and for halves of those, until only items fail that fail alone. Answers
 * the parts in their order, or the problem when it is the store's: it is no product's, or more than a few fail.
 */
export async function inHalves<Item, Answer extends { kind: string }>(
  failing: readonly Item[],
  ask: (items: readonly Item[]) => Promise<Answer | StoreProblem>,
): Promise<{ kind: 'parts'; parts: Part<Item, Answer>[] } | StoreProblem> {
  const parts: Part<Item, Answer>[] = [];
  let errors = 0;

  async function take(items: readonly Item[]): Promise<'fails' | 'answered' | StoreProblem> {
    const answer = await ask(items);
    if (!isProblem(answer)) {
      parts.push({ kind: 'answered', items, answer });
      return 'answered';
    }
    if (!mayBeOfOneProduct(answer)) return answer;
    const [item] = items;
    if (item === undefined || items.length > 1) return (await halve(items)) ?? 'fails';
    if (++errors > MOST_ERRORS) return answer;
    parts.push({ kind: 'failed', item, problem: answer });
    return 'fails';
  }

  async function halve(items: readonly Item[]): Promise<StoreProblem | null> {
    const middle = Math.ceil(items.length / 2);
    const first = await take(items.slice(0, middle));
    if (typeof first !== 'string') return first;
    const rest = items.slice(middle);
    // When the first half is well, the fault is in the second: that one need not be asked for as a whole.
    const second = first === 'answered' && rest.length > 1 ? await halve(rest) : await take(rest);
    return typeof second === 'string' ? null : second;
  }

  const problem = await (failing.length > 1 ? halve(failing) : take(failing));
  return problem === null || typeof problem === 'string' ? { kind: 'parts', parts } : problem;
}
