import type { UnreadableProduct } from '../../model/rejection';
import { cleanText, shortText } from '../../platforms/mapping/clean-text';

/** A product with heavy meta data was seen to weigh 400 kB; what could not be read stands in far less. */
const PAYLOAD_LIMIT = 256 * 1024;

/** What people read of it in a list; a title of 1 MB was sent. */
const TEXT_LIMIT = 500;

/**
 * What is told of an unreadable product quotes what could not be read: a NUL, or half a character where a quotation was
 * cut. One of these would make the database refuse the whole page that the product came with (I7). A payload beyond the
 * limit is cut, and the message says so.
 */
export function storableRejection(product: UnreadableProduct): UnreadableProduct {
  const { title, path, message, payload } = product;
  const isCut = payload.length > PAYLOAD_LIMIT;
  const cut = isCut ? ` (the payload is cut: the first ${PAYLOAD_LIMIT} of ${payload.length} characters)` : '';
  return {
    ...product,
    title: title === null ? null : shortText(title, TEXT_LIMIT),
    path: shortText(path, TEXT_LIMIT),
    message: shortText(message, TEXT_LIMIT) + cut,
    payload: cleanText(isCut ? payload.slice(0, PAYLOAD_LIMIT) : payload).text,
  };
}
