import { z } from 'zod';
import { DOUBT_TYPES } from '../../model/doubt';
import { Id, Moment, Money, PlatformName } from './fields';

const Metadata = z.record(z.string(), z.unknown());
const Stock = z.int().nullable().meta({ description: 'null: not limited by stock' });

export const Evidence = z
  .strictObject({
    kind: z.enum(['not_found', 'trashed', 'unpublished']),
    source: z.enum(['listing', 'confirmation']),
    checked_at: Moment,
    status: z.string().optional().meta({ description: "The platform's word for an unpublished product" }),
  })
  .meta({ id: 'Evidence', description: "The store's own word that a product is gone" });

const Variant = z
  .strictObject({
    id: Id,
    external_id: z.string(),
    title: z.string(),
    sku: z.string().nullable(),
    price: Money.nullable(),
    compare_at_price: Money.nullable(),
    stock: Stock,
    available: z.boolean(),
    attributes: z.record(z.string(), z.string()),
    position: z.int(),
    is_active: z.boolean(),
    barcode: z.string().nullable(),
    metadata: Metadata,
  })
  .meta({ id: 'Variant' });

const ProductNote = z
  .strictObject({
    path: z.string().meta({ description: "Where in the store's payload" }),
    message: z.string().meta({ description: 'What could not be read there' }),
  })
  .meta({ id: 'ProductNote', description: 'A part that is not essential, so that the product was kept without it' });

export const DoubtBody = z
  .strictObject({
    type: z.enum(DOUBT_TYPES),
    since: Moment,
    run_id: Id.nullable().meta({
      description:
        'The run that told; of `store_not_read` the last that read the store whole, null where none is known',
    }),
    message: z.string(),
  })
  .meta({
    id: 'Doubt',
    description:
      'Why the product may not be what the store has now. `set_aside`: its newer state could not be read. `held_by_brake`: the store says that it is gone, and nobody approved to switch it off. `store_not_read`: the store was read whole more than 48 hours ago, or is not active',
  });

export const ListedProduct = z
  .strictObject({
    id: Id,
    store_id: Id,
    external_source: PlatformName,
    external_id: z.string(),
    title: z.string(),
    description: z.string(),
    images: z.array(z.strictObject({ url: z.string(), alt: z.string().nullable(), position: z.int() })),
    price: Money.nullable(),
    currency: z.string().meta({ description: 'ISO 4217' }),
    sku: z.string().nullable(),
    stock: Stock,
    available: z.boolean(),
    is_active: z.boolean(),
    status: z.string().meta({
      description: "The platform's own word; `not_found` where it answered that it has no product of that id",
    }),
    url: z.string().nullable(),
    categories: z.array(z.strictObject({ external_id: z.string(), name: z.string() })),
    tags: z.array(z.string()),
    vendor: z.string().nullable(),
    product_type: z.string().nullable(),
    metadata: Metadata,
    first_seen_at: Moment,
    changed_at: Moment,
    deactivated_at: Moment.nullable(),
    deactivation: z.strictObject({ run_id: Id, evidence: Evidence }).nullable(),
    source_updated_at: Moment.nullable(),
    doubts: z.array(DoubtBody).meta({ description: 'Empty where nothing is in doubt' }),
    variant_count: z.int().meta({ description: 'The active ones' }),
    notes: z.array(ProductNote).meta({
      description: 'Parts that could not be read and were left out. In the changes they stand in the field `metadata`',
    }),
  })
  .meta({ id: 'ListedProduct' });

export const MaybeWholeProduct = z
  .strictObject({
    ...ListedProduct.shape,
    variants: z.array(Variant).optional().meta({ description: 'Where included' }),
  })
  .meta({ id: 'ProductInList' });

export const Product = z.strictObject({ ...ListedProduct.shape, variants: z.array(Variant) }).meta({ id: 'Product' });
