import { globalId } from '../catalogue/global-id';
import type { ShopMedia } from '../catalogue/shop-product';
import type { Resolvers } from './resolver';

/** The type and the id of media differ by what they hold. */
export const MEDIA_TYPES = {
  IMAGE: 'MediaImage',
  VIDEO: 'Video',
  EXTERNAL_VIDEO: 'ExternalVideo',
} as const satisfies Record<ShopMedia['mediaContentType'], string>;

const common: Resolvers<ShopMedia> = {
  id: (media) => globalId(MEDIA_TYPES[media.mediaContentType], media.id),
  preview: (media) => ({ status: media.status, image: imageOf(media) }),
  mediaErrors: () => [],
  mediaWarnings: () => [],
};

export const mediaImageResolvers: Resolvers<ShopMedia> = {
  ...common,
  // Null until the picture is processed: no error, it is there at a later reading.
  image: imageOf,
  mimeType: () => 'image/jpeg',
};

export const videoResolvers: Resolvers<ShopMedia> = {
  ...common,
  duration: () => 12_000,
  filename: (media) => `${media.id}.mp4`,
  sources: () => [],
};

export const externalVideoResolvers: Resolvers<ShopMedia> = {
  ...common,
  host: () => 'YOUTUBE',
  embedUrl: (media) => `https://www.youtube.com/embed/${media.id}`,
  originUrl: (media) => `https://www.youtube.com/watch?v=${media.id}`,
};

function imageOf({ id, alt, imageUrl, width, height, status }: ShopMedia) {
  if (imageUrl === null || status !== 'READY') return null;
  return { id: globalId('ImageSource', id), url: imageUrl, altText: alt, width, height };
}
