import type { Command } from 'commander';
import type { Session } from '../session';

/** Makes a command's session, when it is carried out. */
export type Open = (command: Command) => Session;

/** Adds one command, or a family of them, to the program. */
export type AddCommand = (program: Command, open: Open) => void;
