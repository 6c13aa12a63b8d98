/** Prints one line for a step: its name, what was done, and the time when it is worth telling. */
export async function step(name, run) {
  const startedAt = performance.now();
  const outcome = await run((progress) => console.log(`  ${name.padEnd(16)} ${progress}`));
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`  ${name.padEnd(16)} ${outcome}${seconds < 0.5 ? '' : ` (${seconds.toFixed(1)} s)`}`);
}

/** A problem that the reader can solve: told without a stack trace. */
export class SetupProblem extends Error {}
