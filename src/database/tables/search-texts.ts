import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { ownId } from './columns';
import { tenantPolicy } from './policies';

/**
 * What a search for a part of a text reads instead of the products: their texts, a merged page of them in a row. A merge
 * adds the texts of new and of changed products and takes none away: what is found here is looked at again in the
 * product itself. Maintenance writes a tenant's anew when half of them are old.
 */
export const searchTexts = pgTable(
  'search_texts',
  {
    id: ownId(),
    tenantId: uuid('tenant_id').notNull(),
    productIds: uuid('product_ids').array().notNull(),
    /** In lower case, of one product after the other, with U+001E between them. Kept uncompressed (migration 0006). */
    texts: text('texts').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), tenantPolicy('search_texts', table.tenantId)],
);
