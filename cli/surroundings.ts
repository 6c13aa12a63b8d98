/** A stream that may be a terminal. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a process brings along; tests bring others. */
export interface Surroundings {
  /** Without the program's own name. */
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  input: NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  output: Screen;
  errors: Screen;
  /** Aborted by Ctrl-C. */
  interrupted: AbortSignal;
}
