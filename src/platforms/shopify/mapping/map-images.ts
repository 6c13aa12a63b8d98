import type { ProductImage } from '../../../model/product';
import type { RawMedia } from './raw-product';

/** The images among a product's media, in the shop's order; videos and models are none. */
export function mapImages(media: readonly RawMedia[]): { images: ProductImage[]; notReady: number } {
  const images: ProductImage[] = [];
  let notReady = 0;
  for (const { mediaContentType, alt, image } of media) {
    if (mediaContentType !== 'IMAGE') continue;
    if (image) images.push({ url: image.url, alt: alt || null, position: images.length });
    else notReady++;
  }
  return { images, notReady };
}
