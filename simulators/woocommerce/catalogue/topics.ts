/** What a change of the catalogue sets off, in the words of webhook topics. */
type Topic =
  | 'product.created'
  | 'product.updated'
  | 'product.deleted'
  | 'product.restored'
  | 'action.woocommerce_delete_product'
  | 'action.woocommerce_delete_product_variation'
  | 'action.woocommerce_trash_product_variation'
  | 'action.woocommerce_updated_product_stock';

/** Tells of one change of a product or variation. */
export type Fire = (topic: Topic, id: bigint) => void;
