import { z } from 'zod';
import { PLATFORMS } from '../../model/platform';
import { STORE_STATUSES } from '../../model/store-status';
import { platforms } from '../../platforms/platforms';
import { Freshness } from '../../stores/freshness/settings';
import { StoreSettings } from '../../stores/store-settings';
import { Id, Moment, OF_TENANT, PlatformName } from './fields';
import { FreshnessBody } from './freshness';
import { WebhooksBody, WebhookWishName } from './webhooks';

const platformsWith = (field: string) => PLATFORMS.filter((name) => platforms[name].addressField === field);

/** One of them, by platform. */
export const addressFields = Object.fromEntries(
  PLATFORMS.map((name) => {
    const { addressField } = platforms[name];
    const description = platformsWith(addressField)
      .map((each) => platforms[each].displayName)
      .join(', ');
    return [addressField, z.string().optional().meta({ description })];
  }),
);

export const StoreBody = z
  .strictObject({
    id: Id,
    platform: PlatformName,
    name: z.string(),
    ...addressFields,
    status: z.enum(STORE_STATUSES).meta({ description: '`paused` ends by resuming alone: PATCH status `active`' }),
    status_detail: z.string().nullable().meta({ description: 'Why it needs attention' }),
    currency: z.string().meta({ description: 'ISO 4217' }),
    product_count: z.int(),
    set_aside_count: z.int().meta({ description: 'Products that could not be read or stored, as they stand now' }),
    listing_short: z
      .strictObject({
        since: Moment,
        runs: z.int().meta({ description: 'Full runs in a row' }),
        run_id: Id.meta({ description: 'The last of them' }),
        message: z.string(),
      })
      .nullable()
      .meta({
        description:
          'The listing was short in 3 full runs in a row or more: deletions are not noticed. It goes with the first whole one; the status stays as it is',
      }),
    late: z.boolean().meta({
      description:
        'Active, and for two intervals of its cadence, quiet hours not counted, neither a full or incremental run came to its end nor was it asked for news',
    }),
    last_success_at: Moment.nullable().meta({
      description: 'When a full or an incremental run last came to its end; dry ones aside',
    }),
    settings: StoreSettings.extend({ freshness: Freshness, webhooks: WebhookWishName }),
    created_at: Moment,
    updated_at: Moment,
    ...OF_TENANT,
  })
  .meta({ id: 'Store' });

/** One that is asked for by its id. */
export const StoreInFull = z
  .strictObject({ ...StoreBody.shape, freshness: FreshnessBody, webhooks: WebhooksBody })
  .meta({ id: 'StoreInFull' });
