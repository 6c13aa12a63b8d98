import { MEDIA_TYPES } from '../resolvers/media-resolvers';

/** The type of something that a query reached through an interface. */
export function typeOf(value: object): string {
  if ('mediaContentType' in value) return MEDIA_TYPES[value.mediaContentType as keyof typeof MEDIA_TYPES];
  if ('subjectId' in value) return 'BasicEvent';
  if ('rootObjectCount' in value) return 'BulkOperation';
  if ('includeFields' in value) return 'WebhookSubscription';
  if ('callbackUrl' in value) return 'WebhookHttpEndpoint';
  if ('variants' in value) return 'Product';
  if ('inventoryItem' in value) return 'ProductVariant';
  if ('tracked' in value) return 'InventoryItem';
  if ('domain' in value) return 'Shop';
  return 'Collection';
}
