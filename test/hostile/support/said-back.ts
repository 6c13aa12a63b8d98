/** A secret in every form in which a store may say it back, all in small letters: as they are looked for, too. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const each = (as: (code: number) => string) => Array.from(bytes, as).join('');
  return [
    secret,
    secret.toUpperCase(),
    encodeURIComponent(secret),
    each((code) => `%${code.toString(16)}`),
    each((code) => `%25${code.toString(16)}`),
    each((code) => `\\u00${code.toString(16)}`),
    each((code) => `&#${code};`),
    bytes.toString('base64').replaceAll('=', ''),
    encodeURIComponent(bytes.toString('base64')),
    Buffer.from(`user:${secret}`).toString('base64').replaceAll('=', ''),
  ];
}

export interface SaidBack {
  /** Several together, as a shop of its own quotes them. */
  everything: string;
  /** The forms in which one of the secrets stands in a text, and where. */
  foundIn(text: string): { form: string; around: string }[];
}

export function saidBack(secrets: readonly string[]): SaidBack {
  const forms = secrets.flatMap(formsOf);
  // What is left of one that was cut, too; so much of an escaped one is five characters.
  const looked = [...forms, ...secrets.map((secret) => secret.slice(0, 14))].map((form) => form.toLowerCase());
  return {
    everything: forms.join(' '),
    foundIn(text) {
      const lower = text.toLowerCase();
      return looked.flatMap((form) => {
        const at = lower.indexOf(form);
        return at === -1 ? [] : [{ form, around: text.slice(Math.max(0, at - 120), at + 40) }];
      });
    },
  };
}
