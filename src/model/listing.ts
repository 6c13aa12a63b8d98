/** What a listing said of itself at its start; carried by the workflow from batch to batch. */
export interface Listing {
  currency: string;
  announced: number;
  /** Its total just after its end; null until then, or when the store did not tell. */
  announcedAtEnd: number | null;
}

export interface ListingEnd {
  /** The walk's end was reached and at least as many distinct products came as the store announced. */
  whole: boolean;
  /** No product came at all, while the catalogue had active ones. */
  empty: boolean;
}
