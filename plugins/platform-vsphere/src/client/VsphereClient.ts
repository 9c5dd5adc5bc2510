import { setTimeout as delay } from 'node:timers/promises';
import { referenceOf, type Reference } from '../soap/reference';
import { textElement } from '../soap/request';
import type { SoapElement } from '../soap/SoapElement';
import { SoapEndpoint, type SoapCall, type AnswerPart } from './SoapEndpoint';
import { isVsphereFailure, VsphereError } from './VsphereError';
import type { TlsTrust } from '@flyloft/plugin-inventory-node';

/** How a server is reached, and as whom. */
export interface VsphereClientOptions {
  endpoint: string;
  username: string;
  password: string;
  trust: TlsTrust;
  requestTimeoutMilliseconds: number;
  random?: () => number;
}

/** Where a server keeps what every call needs. */
export interface ServiceContent {
  fullName: string;
  version: string;
  apiVersion: string;
  /** `VirtualCenter`, or `HostAgent` where it is a host by itself. */
  apiType: string;
  instanceUuid: string | null;
  rootFolder: Reference;
  propertyCollector: Reference;
  viewManager: Reference;
  sessionManager: Reference;
  authorizationManager: Reference | null;
  customFieldsManager: Reference | null;
}

/** Who we are, signed in. */
export interface Session {
  key: string;
  userName: string;
  /** Sent back as it came, quotes included. */
  cookie: string;
}

const serviceInstance: Reference = {
  kind: 'ServiceInstance',
  id: 'ServiceInstance',
};
const mostTries = 3;

/**
 * Signs in to a server and calls its methods. A session that the server no
 * longer knows is replaced by a new one; what was bound to the old one (views,
 * tokens, filters) is gone with it, and its user begins anew.
 */
export class VsphereClient {
  readonly host: string;
  private readonly endpoint: SoapEndpoint;
  private readonly random: () => number;
  private known: ServiceContent | null = null;
  private current: Session | null = null;
  private signingIn: Promise<Session> | null = null;

  constructor(private readonly options: VsphereClientOptions) {
    this.endpoint = new SoapEndpoint({
      ...options,
      secrets: [options.password],
    });
    this.host = this.endpoint.host;
    this.random = options.random ?? Math.random;
  }

  /** Ends the session, as well as that goes, and the connections. */
  async close(): Promise<void> {
    const { current, known } = this;
    this.current = null;
    if (current && known) {
      const signal = AbortSignal.timeout(3_000);
      await this.callOnce(
        { method: 'Logout', target: known.sessionManager, signal },
        current,
      ).catch(() => {
        // It idles out by itself; nobody is left to be told.
      });
    }
    await this.endpoint.close();
  }

  /** What the server is; needs no session. */
  async content(signal: AbortSignal): Promise<ServiceContent> {
    this.known ??= await this.repeated(signal, async () => {
      const rest = await this.callOnce({
        method: 'RetrieveServiceContent',
        target: serviceInstance,
        signal,
      });
      return this.readContent(rest);
    });
    return this.known;
  }

  /** The session, made when there is none; tried once, as whoever needs it tries again. */
  async session(signal: AbortSignal): Promise<Session> {
    if (this.current) return this.current;
    // Two calls at a time must not make two sessions.
    this.signingIn ??= this.signIn(signal).finally(() => {
      this.signingIn = null;
    });
    this.current = await this.signingIn;
    return this.current;
  }

  /** Forgets a session that the server forgot, unless it was replaced since. */
  dropSession(session: Session): void {
    if (this.current === session) this.current = null;
  }

  /**
   * Calls a method that is bound to no session and may be repeated: a lost
   * session is renewed, a silent server asked again.
   */
  async call(call: Omit<SoapCall, 'cookie'>): Promise<SoapElement> {
    return this.repeated(call.signal, async () => {
      const session = await this.session(call.signal);
      return this.callIn(session, call);
    });
  }

  /** Calls a method within one session, once. */
  async callIn(
    session: Session,
    call: Omit<SoapCall, 'cookie'>,
  ): Promise<SoapElement> {
    try {
      return await this.callOnce(call, session);
    } catch (error) {
      if (isVsphereFailure(error, 'session-lost')) this.dropSession(session);
      throw error;
    }
  }

  /** Calls a method within one session, once, and hands records over as they come. */
  async *stream(
    session: Session,
    call: Omit<SoapCall, 'cookie'>,
  ): AsyncGenerator<AnswerPart> {
    try {
      yield* this.endpoint.request(this.within(call, session));
    } catch (error) {
      if (isVsphereFailure(error, 'session-lost')) this.dropSession(session);
      throw error;
    }
  }

  /** Runs something again, later each time, where that may help. */
  async repeated<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await task();
      } catch (error) {
        if (
          attempt >= mostTries ||
          !isVsphereFailure(error, 'unavailable', 'session-lost')
        ) {
          throw error;
        }
        await this.pause(attempt, signal);
      }
    }
  }

  /** Waits a moment before another try; longer each time, never the same. */
  async pause(attempt: number, signal: AbortSignal): Promise<void> {
    const milliseconds = 200 * 2 ** attempt * (0.5 + this.random());
    try {
      await delay(milliseconds, undefined, { signal });
    } catch {
      throw signal.reason;
    }
  }

  private within(call: SoapCall, session?: Session): SoapCall {
    return {
      ...call,
      cookie: session?.cookie ?? null,
      apiVersion: this.known?.apiVersion ?? null,
    };
  }

  private async callOnce(
    call: SoapCall,
    session?: Session,
  ): Promise<SoapElement> {
    const { rest } = await this.whole(this.within(call, session));
    return rest.child('Envelope.Body')!;
  }

  /** An answer without records, read to its end. */
  private async whole(call: SoapCall) {
    let last: Extract<AnswerPart, { rest: SoapElement }> | null = null;
    for await (const part of this.endpoint.request(call)) {
      if ('rest' in part) last = part;
    }
    if (last) return last;
    throw new VsphereError(
      'malformed',
      `${call.method} at ${this.host}`,
      'there was no answer',
    );
  }

  private async signIn(signal: AbortSignal): Promise<Session> {
    const { sessionManager } = await this.content(signal);
    const { username, password } = this.options;
    const call: SoapCall = {
      method: 'Login',
      target: sessionManager,
      args:
        textElement('userName', username) + textElement('password', password),
      signal,
    };
    const { rest, setCookie } = await this.whole(this.within(call));
    const answer = rest.child('Envelope.Body.LoginResponse.returnval');
    const cookie = setCookie?.split(';')[0].trim();
    if (!cookie) {
      throw new VsphereError(
        'malformed',
        `Login at ${this.host}`,
        'the server gave no session',
      );
    }
    return {
      cookie,
      key: answer?.textOf('key') ?? '',
      userName: answer?.textOf('userName') ?? username,
    };
  }

  private readContent(body: SoapElement): ServiceContent {
    const content = body.child('RetrieveServiceContentResponse.returnval');
    const reference = (name: string) => referenceOf(content?.child(name));
    const needed = (name: string) => {
      const found = reference(name);
      if (found) return found;
      throw new VsphereError(
        'malformed',
        `RetrieveServiceContent at ${this.host}`,
        `the answer has no ${name}`,
      );
    };
    const about = (name: string) => content?.textOf(`about.${name}`);
    return {
      fullName: about('fullName') ?? about('name') ?? 'vSphere',
      version: about('version') ?? '',
      apiVersion: about('apiVersion') ?? '6.5',
      apiType: about('apiType') ?? 'VirtualCenter',
      instanceUuid: about('instanceUuid') ?? null,
      rootFolder: needed('rootFolder'),
      propertyCollector: needed('propertyCollector'),
      viewManager: needed('viewManager'),
      sessionManager: needed('sessionManager'),
      authorizationManager: reference('authorizationManager'),
      customFieldsManager: reference('customFieldsManager'),
    };
  }
}
