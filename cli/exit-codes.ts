/** What a script learns from the exit code; part of the contract, so that numbers are never given anew. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  refused: 3,
  unreachable: 4,
  broken: 5,
  completed_with_errors: 10,
  failed: 11,
  cancelled: 12,
  awaiting_approval: 13,
  differs: 14,
  unfit: 15,
  left: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Printed by `--help` and in docs/command-line.md. */
export const EXIT_MEANINGS: Record<keyof typeof EXIT, string> = {
  ok: 'done; a watched run is `completed`, a verified store equals its catalogue',
  bug: 'a fault of this program',
  usage: 'the command, the profile or its file is wrong; nothing was asked',
  refused: 'the API refused it (4xx): `detail` says why',
  unreachable: 'no answer of the API, or not now (503, 429): repeat it later',
  broken: 'the API failed (500)',
  completed_with_errors: 'the watched run ended `completed_with_errors`',
  failed: 'the watched run ended `failed`',
  cancelled: 'the watched run ended `cancelled`',
  awaiting_approval: 'the watched run waits for `approve` or `reject`',
  differs: '`verify` or `diff`: the catalogue differs from the store',
  unfit: '`doctor`: a check FAILED',
  left: 'Ctrl-C; a watched run goes on',
};

/** The outcome of a run that was watched to its end. A status that only a newer service knows is none that is well. */
export function exitCodeOfRun(status: string): ExitCode {
  switch (status) {
    case 'completed':
      return EXIT.ok;
    case 'completed_with_errors':
    case 'cancelled':
    case 'awaiting_approval':
      return EXIT[status];
    default:
      return EXIT.failed;
  }
}
