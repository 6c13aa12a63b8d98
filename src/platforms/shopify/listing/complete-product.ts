import { z } from 'zod';
import type { LeanMode } from '../../../model/freshness/lean-product';
import type { StoreProblem } from '../../problem';
import { leanVariants } from '../queries/lean';
import { productCollections, productMedia, productVariants, VARIANTS_AT_ONCE } from '../queries/product-connections';
import { type FieldSet, NODES_AT_ONCE } from '../queries/product-fields';
import type { AdminApi, Listed, Task } from '../requests/admin-api';
import { drainConnection, type FailedProduct, Nodes } from './drain-connection';

const Count = z.object({ count: z.int() }).nullable();

/** What tells whether a product came with all its variants; the rest of it is the mapper's. */
const LeanOutline = z.looseObject({ id: z.string(), variantsCount: Count, variants: Nodes });

/** And with all its media and collections. */
const Outline = LeanOutline.extend({ media: Nodes, collections: Nodes });

type LeanOutline = z.infer<typeof LeanOutline>;
type Outline = z.infer<typeof Outline>;

type Hindrance = FailedProduct | StoreProblem;

const Variants = z
  .object({ variants: Nodes, variantsCount: Count })
  .transform(({ variants, variantsCount }) => ({ ...variants, variantsCount }));
const Media = z.object({ media: Nodes }).transform(({ media }) => media);
const Collections = z.object({ collections: Nodes }).transform(({ collections }) => collections);

/**
 * A product of a page with all of its variants, media and collections: what did not fit into the page is read by the
 * product's own queries. One whose outline cannot be read comes back as it is, for the mapper to refuse.
 */
export async function completeProduct(raw: unknown, api: AdminApi, task: Task): Promise<Completed> {
  const parsed = Outline.safeParse(raw);
  if (!parsed.success) return { kind: 'complete', raw };
  const product = parsed.data;

  const problem =
    (await completeVariants(product, { of: 'variant', document: productVariants }, api, task)) ??
    (await completeMedia(product, api, task)) ??
    (await completeCollections(product, api, task));
  return problem ?? complete(product);
}

type Completed = { kind: 'complete'; raw: unknown } | Hindrance;

function complete(product: LeanOutline): Completed {
  return { kind: 'complete', raw: product };
}

/** The same of a product with one group of fields: all of its variants. */
export const completeLean =
  (mode: LeanMode) =>
  async (raw: unknown, api: AdminApi, task: Task): Promise<Completed> => {
    const parsed = LeanOutline.safeParse(raw);
    if (!parsed.success) return { kind: 'complete', raw };
    const { data: product } = parsed;
    const document = leanVariants(mode);
    return (await completeVariants(product, { of: 'lean_variant', document }, api, task)) ?? complete(product);
  };

/** How many variants a product announces; 1 for what is no product. */
export function announcedVariants(raw: unknown): number {
  return Announcing.safeParse(raw).data?.variantsCount?.count ?? 1;
}

const Announcing = z.object({ variantsCount: Count });

/**
 * Read anew from the first on, because only a single product's query may take 2,048 at once. When the count does not
 * match it is done a second time: a variant may have been removed between the two numbers.
 */
async function completeVariants(
  product: LeanOutline,
  question: { of: Listed; document: (fields: FieldSet) => string },
  api: AdminApi,
  task: Task,
): Promise<Hindrance | null> {
  for (let tries = 0; tries < 2 && !hasAllVariants(product); tries++) {
    const drained = await drainConnection(
      {
        id: product.id,
        ...question,
        shape: Variants,
        // No more than there are: what is asked for must be in the bucket, and is only then given back.
        atOnce: Math.min(VARIANTS_AT_ONCE, product.variantsCount?.count ?? VARIANTS_AT_ONCE),
        after: null,
      },
      api,
      task,
    );
    if (drained.kind !== 'drained') return drained;
    // Vanished meanwhile: it stays too short for the mapper, and the next full run asks for it.
    if (drained.last === null) return null;
    const { pageInfo, variantsCount } = drained.last;
    product.variants = { nodes: drained.nodes, pageInfo };
    product.variantsCount = variantsCount;
  }
  return null;
}

function hasAllVariants({ variants, variantsCount }: LeanOutline): boolean {
  return !variants.pageInfo.hasNextPage && variants.nodes.length >= (variantsCount?.count ?? 0);
}

async function completeMedia(product: Outline, api: AdminApi, task: Task): Promise<Hindrance | null> {
  const { id, media } = product;
  if (!media.pageInfo.hasNextPage) return null;
  const rest = await drainConnection(
    { id, of: 'media', document: productMedia, shape: Media, atOnce: NODES_AT_ONCE, after: endOf(media) },
    api,
    task,
  );
  if (rest.kind !== 'drained') return rest;
  product.media = { ...media, nodes: [...media.nodes, ...rest.nodes] };
  return null;
}

async function completeCollections(product: Outline, api: AdminApi, task: Task): Promise<Hindrance | null> {
  const { id, collections } = product;
  if (!collections.pageInfo.hasNextPage) return null;
  const rest = await drainConnection(
    {
      id,
      of: 'collection',
      document: productCollections,
      shape: Collections,
      atOnce: NODES_AT_ONCE,
      after: endOf(collections),
    },
    api,
    task,
  );
  if (rest.kind !== 'drained') return rest;
  product.collections = { ...collections, nodes: [...collections.nodes, ...rest.nodes] };
  return null;
}

function endOf({ pageInfo }: z.infer<typeof Nodes>): string | null {
  return pageInfo.endCursor ?? null;
}
