import { z } from 'zod';
import { PLATFORMS, type Platform } from '../../model/platform';
import { platforms } from '../../platforms/platforms';
import { Name } from './fields';

const connectionOf = (platform: Platform) =>
  z.strictObject({
    platform: z.literal(platform),
    name: Name.optional(),
    credentials: platforms[platform].credentials,
    sync: z.boolean().default(false).meta({ description: 'Start a full sync as soon as the store is connected' }),
  });
type Connection = ReturnType<typeof connectionOf>;

/** A store that a tenant wants to connect. */
export const StoreConnection = z.discriminatedUnion(
  'platform',
  PLATFORMS.map(connectionOf) as [Connection, ...Connection[]],
);
