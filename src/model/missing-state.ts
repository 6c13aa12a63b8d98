/** A missing product's way, in `missing_products.state`. */
const MISSING_STATES = {
  suspect: 'no page of the run carried it; the store has not been asked yet',
  alive: 'the store was asked and still has it',
  confirmed: 'the store was asked and said that it is gone or unpublished',
  unclear: 'the store was asked and gave no clear answer; the product stays as it is',
  deactivated: 'switched off on that evidence',
  observed_later: 'something newer than the evidence was seen; the product stays as it is',
  kept: 'an operator left it as it is',
} as const;

export type MissingState = keyof typeof MISSING_STATES;
