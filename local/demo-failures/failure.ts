import type { Act } from './act';
import type { Stage } from './stage';

/** One way in which stores or machines fail, and how the service bears it. */
export interface Failure {
  title: string;
  /** Plays it and tells it; what cannot be played throws. */
  play(stage: Stage, act: Act): Promise<void>;
}
