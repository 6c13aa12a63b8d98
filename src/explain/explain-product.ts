import { listProducts } from '../catalog/reading/list-products';
import type { TenantSql } from '../database/sql';
import { type ProductFacts, readProductFacts } from './facts/product-facts';
import { nextStepOf } from './words/next-step';
import { sentencesOf } from './words/sentences';

export interface Explained {
  facts: ProductFacts;
  sentences: string[];
  next_step: string;
}

/** Why a product is as it is, from what is kept alone; null when the tenant has no such product. */
export async function explainProduct(sql: TenantSql, id: string): Promise<Explained | null> {
  const { items } = await listProducts(sql, { ids: [id], limit: 1, after: null });
  const [product] = items;
  if (product === undefined) return null;
  const facts = await readProductFacts(sql, product);
  return { facts, sentences: sentencesOf(facts), next_step: nextStepOf(facts) };
}
