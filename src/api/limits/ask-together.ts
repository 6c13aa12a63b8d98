/** Answers for each question, in their order. */
type AskForAll<Question, Reply> = (questions: readonly Question[]) => Promise<readonly Reply[]>;

/** A statement's worth: with more the event loop would feel the hashing. */
const MOST_AT_ONCE = 500;

/**
 * Asks one thing at a time for all that wait: whoever makes up questions takes one connection, whatever their number, and no
 * tenant's share.
 */
export function askTogether<Question, Reply>(ask: AskForAll<Question, Reply>): (question: Question) => Promise<Reply> {
  const waiting: { question: Question; tell: (reply: Reply) => void; fail: (error: unknown) => void }[] = [];
  let isAsking = false;

  async function askForWaiting(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    while (waiting.length > 0) {
      const some = waiting.splice(0, MOST_AT_ONCE);
      try {
        const replies = await ask(some.map(({ question }) => question));
        some.forEach(({ tell }, at) => void tell(replies[at] as Reply));
      } catch (error) {
        for (const { fail } of some) fail(error);
      }
    }
    isAsking = false;
  }

  return (question) =>
    new Promise((tell, fail) => {
      waiting.push({ question, tell, fail });
      void askForWaiting();
    });
}
