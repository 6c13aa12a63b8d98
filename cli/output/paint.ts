import type { Screen, Surroundings } from '../surroundings';

const COLOURS = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

type Colour = keyof typeof COLOURS;

export type Paint = (colour: Colour, text: string) => string;

/** Colours on a terminal alone, and not where `NO_COLOR` (no-color.org) or a terminal that has none says so. */
export function paintFor(screen: Screen, environment: Surroundings['environment']): Paint {
  const isPainted = screen.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return (colour, text) => (isPainted ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text);
}

const OF_STATUS: Record<string, Colour> = {
  completed: 'green',
  active: 'green',
  ok: 'green',
  completed_with_errors: 'yellow',
  awaiting_approval: 'yellow',
  paused: 'yellow',
  warn: 'yellow',
  failed: 'red',
  FAILED: 'red',
  needs_attention: 'red',
  cancelled: 'dim',
  disconnected: 'dim',
  skipped: 'dim',
};

/** A status or a state in the colour that says how well it is. */
export function paintStatus(paint: Paint, status: string): string {
  const colour = OF_STATUS[status.trim()];
  return colour === undefined ? status : paint(colour, status);
}
