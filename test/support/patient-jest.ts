import { patient } from './patience';

/** Of a test or hook: the last resort, as what is waited for has limits of its own that say what it was. */
const LIMIT_MS = 180_000;

jest.setTimeout(patient(LIMIT_MS));
