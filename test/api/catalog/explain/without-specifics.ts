/** Sentences without what is another in each run of a test: addresses, moments, and ids of ours as they appear. */
export function withoutSpecifics(sentences: readonly string[]): string[] {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const name = names.get(id) ?? `<id ${names.size + 1}>`;
    names.set(id, name);
    return name;
  };
  return sentences.map((sentence) =>
    sentence
      .replace(/https?:[^\s“”]+/g, '<address>')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, nameOf)
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'),
  );
}
