import type { GapCause, ListingEnd, ListingGap } from '../model/listing';
import type { RunDoubts } from './run-problems';

export interface ShortOfListing {
  /** Products that did not come, as far as numbers tell. */
  count: number;
  /** For people: the numbers, the likely cause, and what to do. */
  why: string;
}

const TO_DO: Record<GapCause, string> = {
  rows_hidden:
    'Let the user of the API key see all products, or switch off what hides some (role prices, passwords, translations).',
  product_unreadable: 'Look in PHP’s error log for what fails, and at the products between these two.',
  order_ignored: 'Switch the plugin off that sorts the products.',
};

/** How a listing that was read to its end fell short, as its numbers and its own answers show; null where it did not. */
export function listingShort(doubts: RunDoubts, { whole, empty, gaps = [] }: ListingEnd): ShortOfListing | null {
  const { announced, announcedAtEnd, seen, alive } = doubts;
  if (empty && alive > 0) {
    return {
      count: alive,
      why: `The listing was empty, yet ${alive} products answered when they were asked for by their ids. Look why the store hides them from its listing.`,
    };
  }
  if (whole) return null;
  const atEnd = announcedAtEnd === null || announcedAtEnd === announced ? '' : ` (${announcedAtEnd} at the end)`;
  const numbers = `The store announced ${announced ?? 'an unknown number of'} products${atEnd} and showed ${seen}`;
  const expected = Math.min(announced ?? seen, announcedAtEnd ?? Number.POSITIVE_INFINITY);
  const count = Math.max(0, expected - seen);
  if (gaps.length > 0) {
    return { count, why: `${numbers}${count === 0 ? ', and one may be missing all the same' : ''}. ${causesOf(gaps)}` };
  }
  return {
    count,
    why: `${numbers}. Often a plugin or a broken product hides rows: sync again, and look at the shop if it stays.`,
  };
}

function causesOf(gaps: readonly ListingGap[]): string {
  return gaps.map(({ cause, detail }) => `What its answers showed: ${detail}. ${TO_DO[cause]}`).join(' ');
}
