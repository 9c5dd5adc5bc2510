import type { Session } from '../../harness/signIn.ts';

/** What one call was answered. */
export interface Heard {
  call: string;
  status: number;
  text: string;
}

/** Keeps every answer that the portal gave, headers and all. */
export class Listener {
  readonly heard: Heard[] = [];

  /** Calls as `fetch` does, and keeps the answer. */
  async fetch(url: URL, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(60_000),
      ...init,
    });
    const headers = JSON.stringify([...answer.headers]);
    const text = await answer.clone().text();
    const { status, statusText } = answer;
    this.heard.push({
      call: `${init.method ?? 'GET'} ${url.pathname}`,
      status,
      text: `${statusText} ${headers} ${text}`,
    });
    return answer;
  }

  /** The same person, listened to. */
  with(session: Session, portalUrl: string): Session {
    const call = (path: string, init: RequestInit = {}) =>
      this.fetch(new URL(path, portalUrl), {
        ...init,
        headers: {
          authorization: `Bearer ${session.token}`,
          ...(init.body ? { 'content-type': 'application/json' } : {}),
          ...(init.headers as Record<string, string> | undefined),
        },
      });
    return {
      ...session,
      fetch: call,
      async json<T>(path: string, init?: RequestInit) {
        const answer = await call(path, init);
        const text = await answer.text();
        if (answer.ok) return JSON.parse(text) as T;
        throw new Error(`${path} answered ${answer.status}: ${text}`);
      },
    };
  }
}
