import type { StoreProblem } from '../../problem';
import type { WooAnswer } from '../requests/client';
import type { WooError } from '../requests/woo-error';

/** WooCommerce's own answer, no 401. */
export function wordOf(error: WooError, address: string): StoreProblem {
  if (error.problem.kind === 'not_supported') {
    return {
      kind: 'not_supported',
      detail: `${address} is a WordPress without WooCommerce's REST API v3: WooCommerce is not active there or older than 3.5 (${said(error)})`,
    };
  }
  if (error.status !== 403) return error.problem;
  return {
    kind: 'forbidden',
    detail: `the key's user may not see products at ${address} (${said(error)}); use a shop manager's`,
  };
}

/** What stands in front of WordPress, or is no WordPress at all. */
export function noWordPress(problem: StoreProblem, address: string): StoreProblem {
  switch (problem.kind) {
    case 'unavailable':
      if (problem.status === 401) return ownPassword(problem, address);
      if (problem.status !== 404 && problem.status !== 410) return problem;
      return {
        kind: 'not_found',
        detail: `there is no WordPress REST API at ${address}: check the address; with plain permalinks its front page has to tell where it is (${problem.detail})`,
      };
    case 'unreadable':
      return {
        ...problem,
        detail: `${address} answers with something else than WooCommerce's REST API: ${problem.detail}`,
      };
    default:
      return problem;
  }
}

export function noApi(answer: WooAnswer): StoreProblem {
  return answer.unreadable('is no list of products but an object: this is not the REST API of WooCommerce');
}

export function rejected(detail: string): StoreProblem {
  return { kind: 'credentials_rejected', detail };
}

export function said({ status, code, message }: WooError): string {
  return `${status} ${code}: "${message.slice(0, 120)}"`;
}

function ownPassword({ detail }: StoreProblem, address: string): StoreProblem {
  return rejected(`the web server of ${address} asks for a password of its own before WordPress does (${detail})`);
}
