/**
 * Shopify's search syntax, as far as a catalogue sync meets it: `field:value`, comparisons, comma lists, quotes,
 * `AND`, `OR`, `NOT`, `-`, brackets. https://shopify.dev/api/usage/search-syntax
 */
export type SearchTerm = { field: string | null; comparison: Comparison; value: string; quoted: boolean };
export type Comparison = '' | '>' | '>=' | '<' | '<=';
export type SearchTree =
  | { kind: 'all' | 'any'; parts: SearchTree[] }
  | { kind: 'not'; part: SearchTree }
  | { kind: 'term'; term: SearchTerm };

const TOKEN = /\s*(?:([()])|(-)?(?:([\w.]+):)?(>=|<=|>|<)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s()]+)))/y;

type Token = { bracket: '(' | ')' } | { word: 'AND' | 'OR' | 'NOT' } | { negated: boolean; term: SearchTerm };

export function parseSearch(query: string): SearchTree {
  const tokens = tokenize(query);
  let at = 0;

  function anyOf(): SearchTree {
    const parts = [allOf()];
    while (isWord(tokens[at], 'OR')) {
      at++;
      parts.push(allOf());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'any', parts };
  }

  function allOf(): SearchTree {
    const parts: SearchTree[] = [];
    for (;;) {
      const token = tokens[at];
      if (token === undefined || isWord(token, 'OR') || isBracket(token, ')')) break;
      if (isWord(token, 'AND')) at++;
      else parts.push(one());
    }
    return { kind: 'all', parts };
  }

  function one(): SearchTree {
    const token = tokens[at++];
    if (token === undefined || isBracket(token, ')')) return { kind: 'all', parts: [] };
    if (isWord(token, 'NOT')) return { kind: 'not', part: one() };
    if (isBracket(token, '(')) {
      const inner = anyOf();
      at++;
      return inner;
    }
    if (!('term' in token)) return { kind: 'all', parts: [] };
    const term: SearchTree = { kind: 'term', term: token.term };
    return token.negated ? { kind: 'not', part: term } : term;
  }

  return anyOf();
}

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(query); match !== null; match = TOKEN.exec(query)) {
    const [, bracket, minus, field, comparison, single, double, bare] = match;
    if (bracket === '(' || bracket === ')') {
      tokens.push({ bracket });
    } else if (!field && !minus && (bare === 'AND' || bare === 'OR' || bare === 'NOT')) {
      tokens.push({ word: bare });
    } else {
      const quoted = single ?? double;
      const term = {
        field: field ?? null,
        comparison: (comparison ?? '') as Comparison,
        value: quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1'),
        quoted: quoted !== undefined,
      };
      tokens.push({ negated: minus !== undefined, term });
    }
  }
  return tokens;
}

const isWord = (token: Token | undefined, word: string) =>
  token !== undefined && 'word' in token && token.word === word;
const isBracket = (token: Token | undefined, bracket: string) =>
  token !== undefined && 'bracket' in token && token.bracket === bracket;
