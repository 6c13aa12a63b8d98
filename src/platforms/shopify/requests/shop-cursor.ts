import { z } from 'zod';

/** Shopify's own, which has some 100 characters. It is sent back as it came, and histories carry it from step to step. */
export const ShopCursor = z.string().max(2_000);
