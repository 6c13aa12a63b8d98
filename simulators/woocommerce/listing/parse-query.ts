/** The query of a request as PHP reads it into $_GET. */
export type Query = {
  /** Every pair in the order sent, decoded, `include[]` numbered as PHP does: include[0], include[1]. */
  readonly pairs: readonly (readonly [name: string, value: string])[];
  /** The last value of a plain name. */
  get(name: string): string | undefined;
  /** A list parameter: `a=1,2`, `a[]=1&a[]=2` or `a[0]=1&a[1]=2`; undefined when it was not sent. */
  list(name: string): readonly string[] | undefined;
};

export function parseQuery(text: string): Query {
  const numbered = new Map<string, number>();
  const pairs = [...new URLSearchParams(text)].map(([name, value]): readonly [string, string] => {
    if (!name.endsWith('[]')) return [name, value];
    const next = numbered.get(name) ?? 0;
    numbered.set(name, next + 1);
    return [`${name.slice(0, -2)}[${next}]`, value];
  });
  return queryOf(pairs);
}

export function queryOf(pairs: Query['pairs']): Query {
  const plain = new Map(pairs);
  return {
    pairs,
    get: (name) => plain.get(name),
    list(name) {
      const whole = plain.get(name);
      if (whole !== undefined) return whole.split(/[\s,]+/).filter((entry) => entry !== '');
      const entries = pairs.filter(([sent]) => sent.startsWith(`${name}[`)).map(([, value]) => value);
      return entries.length === 0 ? undefined : entries;
    },
  };
}
