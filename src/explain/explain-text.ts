import { readProduct, type WholeProduct } from '../catalog/reading/list-products';
import type { CatalogProduct } from '../catalog/reading/product-rows';
import type { TenantSql } from '../database/sql';
import type { Store } from '../stores/store';
import { type AbsentFacts, readAbsentFacts } from './facts/absent-facts';
import { type ProductFacts, readProductFacts } from './facts/product-facts';
import { findProducts, MOST_FOUND } from './find/find-products';
import { idInText } from './find/id-in-text';
import { meantStore } from './find/meant-store';
import { type AskingServices, askStore, type StoreSays } from './live/ask-store';
import { differencesOf, type LiveDifference } from './live/differences';
import { nextStepOfAbsent, sentencesOfAbsent } from './words/absent';
import { wordsOfLive } from './words/live';
import { nextStepOf, stepOfDifferences } from './words/next-step';
import { sentencesOf } from './words/sentences';

export interface Question {
  /** An id, SKU, title or address, trimmed. */
  q: string;
  storeId: string | undefined;
}

/** What the catalogue has to say of it, before the store is asked. */
export type Found =
  | { kind: 'several'; products: CatalogProduct[] }
  | { kind: 'product'; facts: ProductFacts; product: WholeProduct }
  | { kind: 'absent'; facts: AbsentFacts };

export interface Answered {
  /** Those that fit, where several do. */
  products: CatalogProduct[];
  facts: ProductFacts | null;
  absent: AbsentFacts | null;
  says: StoreSays | null;
  differences: LiveDifference[];
  sentences: string[];
  next_step: string;
}

/** In one transaction; the store is asked after it. */
export async function findWhatIsMeant(sql: TenantSql, { q, storeId }: Question): Promise<Found> {
  const externalId = idInText(q);
  const products = await findProducts(sql, { q, externalId, storeId });
  const [product] = products;
  if (product === undefined) {
    return {
      kind: 'absent',
      facts: await readAbsentFacts(sql, { q, externalId }, await meantStore(sql, { q, storeId })),
    };
  }
  if (products.length > 1) return { kind: 'several', products };
  const whole = await readProduct(sql, product.id);
  if (whole === null) throw new Error(`product ${product.id} was found and is not there`);
  return { kind: 'product', facts: await readProductFacts(sql, product), product: whole };
}

/** Asks the store once, by id, where one product is meant; and says all in words. */
export async function explainFound(services: AskingServices, question: Question, found: Found): Promise<Answered> {
  switch (found.kind) {
    case 'several':
      return wordsOfSeveral(question, found.products);
    case 'product':
      return explainKnown(services, found);
    case 'absent':
      return explainAbsent(services, found.facts);
  }
}

const NOTHING = { products: [], facts: null, absent: null, says: null, differences: [] };

function wordsOfSeveral({ storeId }: Question, products: CatalogProduct[]): Answered {
  const many = products.length > MOST_FOUND ? `More than ${MOST_FOUND}` : String(products.length);
  const narrower = storeId === undefined ? ', or name the store with store_id' : '';
  return {
    ...NOTHING,
    products,
    sentences: [`${many} products fit.`],
    next_step: `Choose one: GET /v1/catalog/products/<id>/explain with its id. Or ask for more of its title, its SKU or its id in the store${narrower}.`,
  };
}

async function explainKnown(
  services: AskingServices,
  { facts, product }: Extract<Found, { kind: 'product' }>,
): Promise<Answered> {
  const says = await askStore(services, facts.store.store, product.external_id);
  const isRead = says.kind === 'alive' && says.product !== null;
  const differences = isRead && says.product !== null ? differencesOf(product, says.product) : [];
  return {
    ...NOTHING,
    products: [product],
    facts,
    says,
    differences,
    sentences: [...sentencesOf(facts), wordsOfLive(says, product, differences)],
    next_step: isQuiet(facts) ? (stepOfDifferences(facts.store, differences) ?? nextStepOf(facts)) : nextStepOf(facts),
  };
}

/** Nothing that is known keeps what the store has now from the catalogue: a sync brings it. */
const isQuiet = ({ product, hints }: ProductFacts): boolean => product.doubts.length === 0 && hints.count === 0;

async function explainAbsent(services: AskingServices, facts: AbsentFacts): Promise<Answered> {
  const says = await askAbout(services, facts.store?.store ?? null, facts);
  return {
    ...NOTHING,
    absent: facts,
    says,
    sentences: [...sentencesOfAbsent(facts), ...(facts.stores === 0 ? [] : [wordsOfLive(says, null, [])])],
    next_step: nextStepOfAbsent(facts, says),
  };
}

async function askAbout(services: AskingServices, store: Store | null, facts: AbsentFacts): Promise<StoreSays> {
  if (store === null) return { kind: 'not_asked', why: 'no_store' };
  const externalId = facts.external_id ?? facts.set_aside[0]?.external_id ?? null;
  return externalId === null ? { kind: 'not_asked', why: 'no_id' } : askStore(services, store, externalId);
}
