import { oneLine } from '../../model/one-line';
import { secretsOut } from './without-secrets';

/** Makes text that a store wrote fit for people: the only way of such text into messages, rows, histories and logs. */
export type Quote = (text: string, most?: number) => string;

/** Characters of a quotation, unless fewer are asked for. */
const MOST = 200;

/**
 * Quotes what a store wrote without that store's own secrets, which it may say back (I8). They are taken out before
 * anything is cut: a cut would leave the half of one.
 */
export function quoting(secrets: readonly string[]): Quote {
  const { scrub, longest } = secretsOut(secrets);

  return (text, most = MOST) => {
    // Of a page of megabytes only the beginning is looked at; what its end may have cut in two is left out.
    const looked = most * 8 + longest;
    const scrubbed = scrub(text.slice(0, looked));
    const sure = text.length > looked ? scrubbed.slice(0, Math.max(0, scrubbed.length - longest)) : scrubbed;
    const clean = oneLine(sure);
    return clean.length > most ? `${clean.slice(0, most).replace(/\p{Surrogate}/u, '')}…` : clean;
  };
}
