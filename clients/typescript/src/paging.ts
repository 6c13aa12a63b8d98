import type { MaybeOptionalInit } from 'openapi-fetch';
import type { paths } from './generated/api.ts';
import { NoAnswerError, orThrow, type Problem } from './problem.ts';

type PageOf<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Page } } } };
}
  ? Page
  : never;

/** The lists that end. The feed of changes does not: `followChanges` reads it. */
export type ListPath = {
  [Path in keyof paths]: PageOf<Path> extends { items: unknown[]; next_cursor: string | null }
    ? null extends PageOf<Path>['next_cursor']
      ? Path
      : never
    : never;
}[keyof paths];

export type ItemOf<Path extends ListPath> = PageOf<Path> extends { items: (infer Item)[] } ? Item : never;

/** What a list takes: the path's ids, its filters and `limit`, a `signal`. */
export type ListRequest<Path extends ListPath> = MaybeOptionalInit<paths[Path], 'get'>;

interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export type AnsweredPage<Item> = { data: Page<Item>; error?: undefined } | { data?: undefined; error: Problem };

/** Asks for the page behind a cursor; null for the first. */
type AskPage<Item> = (cursor: string | null) => Promise<AnsweredPage<Item>>;

/** The pages of a list, each asked for when the one before was taken. A problem is thrown as `ProblemError`. */
export async function* pagesOf<Item>(ask: AskPage<Item>): AsyncGenerator<Item[], void, undefined> {
  let cursor: string | null = null;
  do {
    const page: Page<Item> = asPage(orThrow(await ask(cursor)));
    yield page.items;
    cursor = page.next_cursor;
  } while (cursor !== null);
}

/** A page, which something else that answers in JSON does not have: its list would never end. */
export function asPage<Page extends { items: unknown; next_cursor: unknown }>(page: Page): Page {
  const { items, next_cursor: next } = page ?? {};
  if (Array.isArray(items) && (next === null || typeof next === 'string')) return page;
  throw new NoAnswerError("The answer is no page of the API's: is a proxy before it, or is it another site?");
}
