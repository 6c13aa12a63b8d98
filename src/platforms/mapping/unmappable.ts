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

/** A place in a payload: `variations[3].price`, below `start` when that is given. */
export function pathText(steps: readonly PropertyKey[], start = ''): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return path === '' ? String(step) : `${path}.${String(step)}`;
  }, start);
}
