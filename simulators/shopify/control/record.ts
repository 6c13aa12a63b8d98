import { z } from 'zod';

/** Records of the simulator's own types: whoever controls it in another process has the same sources. */
export const record = <Shape>() => z.custom<Shape>((value) => typeof value === 'object' && value !== null);
