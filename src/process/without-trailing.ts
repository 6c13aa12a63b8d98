/** Cuts a character off the end, as often as it stands there. `/x+$/` does the same in the square of the length. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}
