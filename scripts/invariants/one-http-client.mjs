/** Time limits, body limits, redirects and secrets in messages are settled once, in the one HTTP client. */
const REQUESTS = [/(?<![\w.$])fetch\(/, /globalThis\.fetch\b/, /from 'undici'/, /\bhttps?\.(request|get)\(/];

export default {
  name: 'only the stores’ HTTP client sends requests',
  applies: (path) => /^src\/(?!platforms\/http\/)/.test(path),
  problems: ({ lines }) =>
    lines.flatMap((line, index) =>
      REQUESTS.some((request) => request.test(line)) ? [`line ${index + 1}: ${line.trim()}`] : [],
    ),
  mustFlag: ['const answer = await fetch(url);', "import { request } from 'undici';", 'https.get(url, done);'],
  mustPass: ['await store.fetch(page);', 'const page = await fetchPage(cursor);', 'await refetch(ids);'],
};
