/** The global set-up has said why there is no server. */
if (!process.env.TEST_TIME_SKIPPING_SERVER) globalThis.it = globalThis.it.skip as jest.It;
