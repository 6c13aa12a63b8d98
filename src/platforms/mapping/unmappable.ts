import type { RejectionReason, UnreadableProduct } from '../../model/rejection';

/** Thrown inside a mapper, at any depth, and turned into an `UnreadableProduct` at its border (I7). */
export class Unmappable extends Error {
  constructor(
    readonly reason: RejectionReason,
    readonly path: string,
    message: string,
  ) {
    super(message);
    this.name = 'Unmappable';
  }

  toRejection(product: Pick<UnreadableProduct, 'external_id' | 'title' | 'payload'>): UnreadableProduct {
    return { ...product, reason: this.reason, path: this.path, message: this.message };
  }
}
