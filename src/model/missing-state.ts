interface State {
  means: string;
  /** The states that it may follow; `none`: the product was not missing yet. */
  after: readonly string[];
}

/** A missing product's way, in `missing_products.state`. */
export const MISSING_STATES = {
  suspect: {
    means:
      'no page of the run carried it, the store told that it went, now or once more, or the evidence grew old; the store has to be asked',
    after: ['none', 'alive', 'confirmed', 'unclear', 'deactivated', 'observed_later', 'kept'],
  },
  alive: { means: 'the store was asked and still has it', after: ['suspect'] },
  confirmed: { means: 'the store was asked and said that it is gone or unpublished', after: ['suspect'] },
  unclear: { means: 'the store was asked and gave no clear answer; the product stays as it is', after: ['suspect'] },
  deactivated: { means: 'switched off on that evidence; in a dry run: it would be', after: ['confirmed'] },
  observed_later: {
    means: 'something newer than the evidence was seen; the product stays as it is',
    after: ['confirmed'],
  },
  kept: { means: 'an operator left it as it is', after: ['confirmed'] },
} as const satisfies Record<string, State>;

export type MissingState = keyof typeof MISSING_STATES;
