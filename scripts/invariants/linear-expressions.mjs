import recheck from 'recheck';
import ts from 'typescript';

/** For one expression. Those here take up to 2 s; what is not decided by then is looked at as if it were bad. */
const TIMEOUT_MS = 20_000;

/**
 * Whoever sends 200 kB of `/` to an expression like `/\/+$/` keeps the process busy for a minute: it begins anew at each
 * of them. What stores, tenants and strangers send is matched in linear time.
 */
function problems({ path, text }) {
  const found = [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    const [, expression, flags] = expressionOf(node) ?? [];
    const result = expression === undefined ? null : verdict(expression, flags);
    if (result !== null) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`line ${line + 1}: /${expression}/${flags} ${result}; rewrite it, or use withoutTrailing`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function expressionOf(node) {
  return ts.isRegularExpressionLiteral(node) ? /^\/(.*)\/([a-z]*)$/s.exec(node.text) : null;
}

const known = new Map();

/** null for one that is matched in linear time. */
function verdict(expression, flags) {
  const key = `/${expression}/${flags}`;
  if (!known.has(key)) {
    const { status, complexity } = recheck.checkSync(expression, flags, { timeout: TIMEOUT_MS });
    const how = complexity?.summary ?? 'time that cannot be told';
    known.set(key, status === 'safe' ? null : `takes ${how}`);
  }
  return known.get(key);
}

export default {
  name: 'regular expressions take linear time',
  applies: (path) => /^src\/.*\.ts$/.test(path),
  problems,
  mustFlag: ['const trimmed = text.replace(/\\/+$/, "");', 'const isWord = /^(\\w+\\s?)*$/.test(text);'],
  mustPass: ['const trimmed = text.replace(/\\/$/, "");', 'const isKey = /^[0-9a-f]{8}$/.test(text);'],
};
