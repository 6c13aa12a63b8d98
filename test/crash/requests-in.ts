import type { Scene } from './scene';

/** How many requests the store gets while `work` is done. */
export async function requestsIn(scene: Scene, work: () => Promise<unknown>): Promise<number> {
  const before = scene.asked().length;
  await work();
  return scene.asked().length - before;
}
