import { z } from 'zod';
import { STORE_STATUSES } from '../../model/store-status';
import { StoreSettings } from '../../stores/store-settings';
import { Id, Moment, PlatformName } from './fields';

/** One of the two, by platform. */
export const addressFields = {
  store_url: z.string().optional().meta({ description: 'WooCommerce' }),
  shop_domain: z.string().optional().meta({ description: 'Shopify' }),
};

export const StoreBody = z
  .strictObject({
    id: Id,
    platform: PlatformName,
    name: z.string(),
    ...addressFields,
    status: z.enum(STORE_STATUSES),
    status_detail: z.string().nullable().meta({ description: 'Why it needs attention' }),
    currency: z.string().meta({ description: 'ISO 4217' }),
    product_count: z.int(),
    settings: StoreSettings,
    created_at: Moment,
    updated_at: Moment,
  })
  .meta({ id: 'Store' });
