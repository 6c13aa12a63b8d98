import type { Act } from './act';
import type { Scene } from './scene';

/** One way in which stores or machines fail, and how the service bears it. */
export interface Failure {
  title: string;
  /** Plays it and tells it; what cannot be played throws. */
  play(scene: Scene, act: Act): Promise<void>;
}
