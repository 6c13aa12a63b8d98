import type { Answer } from '../answers/answer';

/** As a German shop says it: codes stay English. */
const GERMAN: Readonly<Record<string, string>> = {
  'Consumer secret is invalid.': 'Das Consumer-Secret ist ungültig.',
  'Consumer key is invalid.': 'Der Consumer-Key ist ungültig.',
  'Invalid signature - provided signature does not match.': 'Ungültige Unterschrift - sie stimmt nicht überein.',
  'Invalid timestamp.': 'Ungültiger Zeitstempel.',
  'The API key provided does not have read permissions.': 'Dem angegebenen API-Schlüssel fehlt das Leserecht.',
};

export function translated(answer: Answer): Answer {
  const body = Object.entries(GERMAN).reduce((text, [english, german]) => text.replace(english, german), answer.body);
  return { ...answer, body };
}
