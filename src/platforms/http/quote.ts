import { oneLine } from '../../model/one-line';
import { withoutTrailing } from '../../process/without-trailing';

/** Makes text that a store wrote fit for people: the only way of such text into messages, rows, histories and logs. */
export type Quote = (text: string, most?: number) => string;

/** Characters of a quotation, unless fewer are asked for. */
const MOST = 200;

const REDACTED = '[redacted]';

/** Shorter ones would be found by chance in any text. */
const SHORTEST_SECRET = 8;

/**
 * Quotes what a store wrote without that store's own secrets, which it may say back (I8): plain, in base64 (as in a
 * Basic header) or URL-encoded. They are taken out before anything is cut: a cut would leave the half of one.
 */
export function quoting(secrets: readonly string[]): Quote {
  const forms = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf);
  const distinct = [...new Set(forms)].sort((a, b) => b.length - a.length);
  const longest = distinct[0]?.length ?? 0;

  return (text, most = MOST) => {
    // Of a page of megabytes only the beginning is looked at; what its end may have cut in two is left out.
    const looked = most * 8 + longest;
    const scrubbed = distinct.reduce((rest, form) => rest.replaceAll(form, REDACTED), text.slice(0, looked));
    const sure = text.length > looked ? scrubbed.slice(0, Math.max(0, scrubbed.length - longest)) : scrubbed;
    const clean = oneLine(sure);
    return clean.length > most ? `${clean.slice(0, most).replace(/\p{Surrogate}/u, '')}…` : clean;
  };
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  const unpadded = withoutTrailing(base64, '=');
  return [secret, encodeURIComponent(secret), unpadded, unpadded.replaceAll('/', '\\/'), encodeURIComponent(unpadded)];
}
