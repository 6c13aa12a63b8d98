/** Control characters, those that turn the direction of writing, and halves of characters. */
const UNFIT = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Surrogate}]+/gu;

/** Text of others as a line for people: without what a screen cannot show, or should not. */
export const oneLine = (text: string): string => text.replace(UNFIT, ' ').replace(/\s+/g, ' ').trim();
