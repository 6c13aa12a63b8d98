import { reasonOf } from '../../src/process/reason-of';
import type { Terminal } from '../servers/terminal';
import { type Act, type Failure, newAct } from './failure';
import { deletionWhilePaging } from './failures/deletion-while-paging';
import { exactMoney } from './failures/exact-money';
import { htmlPage } from './failures/html-page';
import { killedWorker } from './failures/killed-worker';
import { lastPage } from './failures/last-page';
import { manyVariants } from './failures/many-variants';
import { throttlingStorm } from './failures/throttling-storm';
import type { Scene } from './scene';

/** Plays them one after the other and tells each when it is over. Answers whether all went as promised. */
export async function playFailures(scene: Scene, terminal: Terminal): Promise<boolean> {
  let told = 0;
  let asPromised = 0;
  const tell = async (title: string, playing: Promise<Act>): Promise<void> => {
    terminal.live([`${++told}  ${title} ...`]);
    const act = await playing;
    terminal.live([]);
    terminal.say([`\n${told}  ${title}`, ...act.lines()].join('\n'));
    if (act.isAsPromised()) asPromised++;
  };

  await tell(killedWorker.title, play(killedWorker, scene));
  // Its tries take 40 s. They go on beside the next failures, now that no worker is killed under them any more.
  const slow = play(lastPage, scene);
  for (const failure of [throttlingStorm, deletionWhilePaging, htmlPage, manyVariants, exactMoney]) {
    await tell(failure.title, play(failure, scene));
  }
  await tell(lastPage.title, slow);
  terminal.say(`\n${asPromised} of ${told} as promised`);
  return asPromised === told;
}

async function play(failure: Failure, scene: Scene): Promise<Act> {
  const act = newAct();
  try {
    await failure.play(scene, act);
  } catch (error) {
    act.proof(`could not be played: ${reasonOf(error)}`, false);
  }
  return act;
}
