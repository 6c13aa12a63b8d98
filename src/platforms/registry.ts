import type { Platform } from '../model/platform';
import { shopify } from './shopify/shopify';
import type { StorePlatform } from './store-platform';
import { woocommerce } from './woocommerce/woocommerce';

/** Every platform that a store can run on: adding one is its folder and its line here. */
export const platforms: Record<Platform, StorePlatform> = { woocommerce, shopify };
