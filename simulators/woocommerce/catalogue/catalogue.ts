import type { ShopClock } from '../../clock';
import type { WooVersion } from '../shop-options';
import { blankProduct, blankVariation } from './blank-items';
import { gmtStamp } from './dates';
import { derive, fromVariations, inherit, plainImage } from './derive';
import { permalink, slugOf } from './permalink';
import { plannedSales } from './planned-sales';
import type { ItemFields, ItemId, RawFields, RawProduct, RawVariation } from './raw';
import type { SiteTime } from './site-time';
import type { Fire } from './topics';

type Variations = Map<string, RawVariation>;

/** Who does it: a program by REST, or somebody in the admin's lists. WooCommerce tells of the two differently. */
type By = 'rest' | 'admin';

/**
 * What one shop sells, and the ways a merchant, an order or a plugin changes it. Each way fires what the real one was
 * seen to.
 */
export type Catalogue = {
  /** The truth the shop serves, by id as text. */
  readonly products: ReadonlyMap<string, RawProduct>;
  /** By the parent's id, then by the variation's own. */
  readonly variations: ReadonlyMap<string, ReadonlyMap<string, RawVariation>>;
  /** Goes up with every change. */
  readonly revision: number;
  /** A product with its variations as they are, as if they had always been there: no date is touched. */
  load(product: ItemFields, variations?: readonly ItemFields[]): RawProduct;
  /** Creates the product or writes over its fields; `date_modified_gmt` becomes now unless given. */
  put(product: ItemFields): RawProduct;
  patch(id: ItemId, fields: RawFields): RawProduct;
  /** A plugin that writes to the database itself: nothing but the given fields changes, no date moves. */
  writeDirectly(id: ItemId, fields: RawFields): RawProduct;
  /** Adds or changes a variation; its own date and its parent's become now. */
  putVariation(parentId: ItemId, variation: ItemFields): RawVariation;
  patchVariation(parentId: ItemId, id: ItemId, fields: RawFields): RawVariation;
  writeVariationDirectly(parentId: ItemId, id: ItemId, fields: RawFields): RawVariation;
  /** Deletes a variation for good, as every deletion of a variation does; the parent's date becomes now. */
  removeVariation(parentId: ItemId, id: ItemId): void;
  /** An order takes this many, or gives them back when negative; where a variation shares its parent's, from those. */
  takeStock(id: ItemId, quantity: number): void;
  trash(id: ItemId): void;
  /** By REST unless given. */
  restore(id: ItemId, by?: By): void;
  /** Makes the product a draft. */
  unpublish(id: ItemId): void;
  /** Deletes the product and its variations for good; by REST unless given. */
  remove(id: ItemId, by?: By): void;
  /**
   * WP-Cron: planned products whose time has come are published. No date moves: the planned one is their modification
   * date since they were made.
   */
  publishPlanned(): void;
  /** The queue's own jobs: products whose sale starts or ends by now are saved, and have their other price from then. */
  playPlannedSales(): void;
  /** The variation and its parent's id, found by the variation's id alone. */
  findVariation(id: ItemId): RawVariation | undefined;
};

export type CatalogueSite = { homeUrl: string; version: WooVersion; clock: ShopClock; site: SiteTime; fire: Fire };

export function createCatalogue({ homeUrl, version, clock, site, fire }: CatalogueSite): Catalogue {
  const products = new Map<string, RawProduct>();
  const variations = new Map<string, Variations>();
  const parentOf = new Map<string, string>();
  const statusBeforeTrash = new Map<string, string>();
  const planned = new Set<string>();
  const sales = plannedSales();
  let revision = 0;

  const now = () => gmtStamp(clock.now());

  function productOf(id: ItemId): RawProduct {
    const product = products.get(String(id));
    if (product === undefined) throw new Error(`the shop has no product ${id}`);
    return product;
  }

  function variationOf(parentId: ItemId, id: ItemId): RawVariation {
    const variation = variations.get(String(parentId))?.get(String(id));
    if (variation === undefined) throw new Error(`product ${parentId} has no variation ${id}`);
    return variation;
  }

  function keep(product: RawProduct, before?: RawProduct): RawProduct {
    const key = String(product.id);
    // The sizes of images came with 10.x.
    const images = version === '10.5.0' ? product.images : product.images.map(plainImage);
    const kept = Object.freeze({ ...product, images, permalink: permalink(homeUrl, product) });
    products.set(key, kept);
    if (kept.status === 'future') planned.add(key);
    else planned.delete(key);
    for (const [id, variation] of variations.get(key) ?? []) {
      variations.get(key)?.set(id, Object.freeze(inherit(variation, kept, before)));
    }
    revision++;
    return kept;
  }

  function keepVariation(variation: RawVariation): RawVariation {
    const parent = productOf(variation.parent_id);
    const key = String(parent.id);
    const siblings = variations.get(key) ?? new Map<string, RawVariation>();
    const kept = Object.freeze({ ...inherit(variation, parent), permalink: `${parent.permalink}?v=${variation.id}` });
    variations.set(key, siblings.set(String(variation.id), kept));
    parentOf.set(String(variation.id), key);
    revision++;
    return kept;
  }

  function settleParent(parentId: ItemId, modified?: string): void {
    const parent = productOf(parentId);
    const settled = fromVariations(parent, [...(variations.get(String(parent.id))?.values() ?? [])]);
    keep(modified === undefined ? settled : derive({ ...settled, date_modified_gmt: modified }, {}, site), parent);
  }

  function put(fields: ItemFields): RawProduct {
    const id = BigInt(fields.id);
    const before = products.get(String(id));
    // A new product with a date of its own, past or future, gets that as its modification date too: a sync by
    // modified_after never sees the one and is blinded by the other.
    const created = before?.date_created_gmt ?? given(fields, 'date_created_gmt') ?? now();
    const modified = given(fields, 'date_modified_gmt') ?? (before === undefined ? created : now());
    const slug = given(fields, 'slug') ?? (before?.slug || slugOf({ ...before, ...fields }));
    const written = { ...(before ?? blankProduct(id)), slug, date_created_gmt: created, ...fields, id };
    const kept = keep(derive({ ...written, date_modified_gmt: modified }, fields, site), before);
    sales.plan(kept);
    return kept;
  }

  function writeVariation(parentId: ItemId, fields: ItemFields, modified: string): RawVariation {
    const id = BigInt(fields.id);
    const before = variations.get(String(parentId))?.get(String(id));
    const written = {
      ...(before ?? { ...blankVariation(id, BigInt(parentId)), date_created_gmt: modified }),
      ...fields,
      id,
      date_modified_gmt: modified,
    };
    return keepVariation(derive(written, fields, site));
  }

  function saveVariation(parentId: ItemId, fields: ItemFields): RawVariation {
    const variation = writeVariation(parentId, fields, given(fields, 'date_modified_gmt') ?? now());
    settleParent(parentId, now());
    return variation;
  }

  function putAndTell(fields: ItemFields): RawProduct {
    const isNew = !products.has(String(BigInt(fields.id)));
    const product = put(fields);
    fire(isNew ? 'product.created' : 'product.updated', product.id);
    return product;
  }

  /** Only the variation tells of itself; its parent's date moves all the same. */
  function putVariation(parentId: ItemId, fields: ItemFields): RawVariation {
    const isNew = !parentOf.has(String(BigInt(fields.id)));
    const variation = saveVariation(parentId, fields);
    fire(isNew ? 'product.created' : 'product.updated', variation.id);
    return variation;
  }

  function findVariation(id: ItemId): RawVariation | undefined {
    return variations.get(parentOf.get(String(id)) ?? '')?.get(String(id));
  }

  function idsOfVariations(product: RawProduct): bigint[] {
    return [...(variations.get(String(product.id))?.values() ?? [])].map(({ id }) => id);
  }

  return {
    products,
    variations,
    get revision() {
      return revision;
    },
    load(product, ofProduct = []) {
      const loaded = put(product);
      for (const variation of ofProduct) {
        writeVariation(loaded.id, variation, given(variation, 'date_modified_gmt') ?? loaded.date_modified_gmt);
      }
      if (ofProduct.length > 0) settleParent(loaded.id);
      return productOf(loaded.id);
    },
    put: putAndTell,
    patch: (id, fields) => putAndTell({ ...fields, id: productOf(id).id }),
    writeDirectly: (id, fields) => keep({ ...productOf(id), ...fields }, productOf(id)),
    putVariation,
    patchVariation: (parentId, id, fields) => putVariation(parentId, { ...fields, id: variationOf(parentId, id).id }),
    writeVariationDirectly: (parentId, id, fields) => keepVariation({ ...variationOf(parentId, id), ...fields }),
    removeVariation(parentId, id) {
      variationOf(parentId, id);
      variations.get(String(parentId))?.delete(String(id));
      parentOf.delete(String(id));
      settleParent(parentId, now());
      fire('action.woocommerce_delete_product_variation', BigInt(id));
    },
    takeStock(id, quantity) {
      const variation = findVariation(id);
      const isOwn = variation !== undefined && variation.manage_stock !== 'parent';
      const stock = isOwn ? variation : productOf(variation?.parent_id ?? id);
      const fields = { id: stock.id, stock_quantity: (stock.stock_quantity ?? 0) - quantity };
      if (isOwn) saveVariation(variation.parent_id, fields);
      else put(fields);
      fire('action.woocommerce_updated_product_stock', stock.id);
      fire('product.updated', stock.id);
    },
    trash(id) {
      const product = productOf(id);
      statusBeforeTrash.set(String(id), product.status);
      put({ id, status: 'trash', slug: `${product.slug}__trashed` });
      for (const variation of idsOfVariations(product)) {
        fire('product.deleted', variation);
        fire('action.woocommerce_trash_product_variation', variation);
      }
      fire('product.deleted', product.id);
    },
    restore(id, by = 'rest') {
      const { slug } = productOf(id);
      put({ id, status: statusBeforeTrash.get(String(id)) ?? 'draft', slug: slug.replace(/__trashed$/, '') });
      fire('product.updated', BigInt(id));
      if (by === 'admin') fire('product.restored', BigInt(id));
    },
    unpublish: (id) => void putAndTell({ id: productOf(id).id, status: 'draft' }),
    remove(id, by = 'rest') {
      const product = productOf(id);
      const key = String(product.id);
      for (const variation of idsOfVariations(product)) {
        parentOf.delete(String(variation));
        fire('action.woocommerce_delete_product_variation', variation);
      }
      variations.delete(key);
      products.delete(key);
      planned.delete(key);
      sales.forget(key);
      revision++;
      if (by === 'rest') fire('action.woocommerce_delete_product', product.id);
    },
    publishPlanned() {
      for (const id of planned) {
        const product = productOf(id);
        if (product.date_created_gmt <= now()) keep({ ...product, status: 'publish' }, product);
      }
    },
    playPlannedSales() {
      for (const id of sales.due(now())) putAndTell({ id, sale_price: productOf(id).sale_price });
    },
    findVariation,
  };
}

function given(fields: RawFields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}
