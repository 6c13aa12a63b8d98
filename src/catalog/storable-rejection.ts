import { cleanText } from '../stores/mapping/clean-text';
import type { UnreadableProduct } from '../stores/store';

/**
 * What is told of an unreadable product quotes what could not be read: a NUL, or half a character where a quotation was
 * cut. One of these would make the database refuse the whole page that the product came with (I7).
 */
export function storableRejection(product: UnreadableProduct): UnreadableProduct {
  const { title, path, message, payload } = product;
  return {
    ...product,
    title: title === null ? null : cleanText(title).text,
    path: cleanText(path).text,
    message: cleanText(message).text,
    payload: cleanText(payload).text,
  };
}
