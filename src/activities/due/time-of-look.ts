import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { timeLimit } from '../../process/time-limit';

interface TimeOfLook {
  /** Somebody ends the activity, or its worker. */
  stopping: AbortSignal;
  /** That, or its time is over: nothing is begun any more. */
  signal: AbortSignal;
  /** It is over before its time. */
  end(): void;
}

/** Of an activity that has so long since it was asked for, attempts included. `toEndMs` of it are for what is under way then. */
export function timeOfLook({ forMs, toEndMs }: { forMs: number; toEndMs: number }): TimeOfLook {
  const stopping = cancellationSignal();
  const leftMs = activityInfo().scheduledTimestampMs + forMs - toEndMs - Date.now();
  const { signal, end } = timeLimit(stopping, Math.max(0, leftMs));
  return { stopping, signal, end };
}
