import { wrongUsage } from '../failure';

/** The API's own limit of a page. */
const MOST_A_PAGE = 200;
const MOST = /^[1-9]\d{0,4}$/;

export const LIMIT = ['--limit <number>', 'items at most', '50'] as const;

/** `--limit`, and how large a page has to be to show whether there is more. */
export function limitOf(text: string): { most: number; limit: number } {
  if (!MOST.test(text)) throw wrongUsage(`--limit takes a number from 1 to 99999, not ${text}.`);
  const most = Number(text);
  return { most, limit: Math.min(most + 1, MOST_A_PAGE) };
}

export interface Listed<Item> {
  items: Item[];
  has_more: boolean;
}

/** The first items of a list. */
export async function listed<Item>(pages: AsyncIterable<Item[]>, most: number): Promise<Listed<Item>> {
  const items: Item[] = [];
  for await (const page of pages) {
    items.push(...page);
    if (items.length > most) break;
  }
  return { items: items.slice(0, most), has_more: items.length > most };
}

/** Below a list that was cut. */
export const moreLine = ({ has_more }: Pick<Listed<unknown>, 'has_more'>): string[] =>
  has_more ? ['… and more: --limit shows them'] : [];
