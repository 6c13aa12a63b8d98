import { setTimeout as sleep } from 'node:timers/promises';
import { patient } from '../../support/patience';
import { isAway } from '../acts/perform';

const AGAIN_MS = 200;

/** Asks again while a program that was killed is still starting. */
export async function ask<Answer>(question: () => Promise<Answer>, ms = 60_000): Promise<Answer> {
  for (const until = performance.now() + patient(ms); ; await sleep(AGAIN_MS)) {
    try {
      return await question();
    } catch (error) {
      if (!isAway(error) || performance.now() > until) throw error;
    }
  }
}
