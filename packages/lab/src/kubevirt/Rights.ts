import type { EstateSecrets } from '../wire/platformApi.ts';
import type { WireRequest } from '../wire/PlatformServer.ts';
import { Refusal } from './status.ts';

/** Somebody who signed in. */
export interface Subject {
  name: string;
  /** May read everything, or nothing. */
  mayRead: boolean;
}

/** What somebody wants to do. */
export interface Attempt {
  verb: string;
  group: string;
  resource: string;
  namespace: string | undefined;
}

const READ_VERBS = ['get', 'list', 'watch'];

/** Who signs in with what, and what they may. */
export class Rights {
  private readonly subjects: Map<string, Subject>;
  private taken = 0;

  constructor(secrets: EstateSecrets) {
    const account = (name: string) => `system:serviceaccount:flyloft:${name}`;
    this.subjects = new Map([
      [secrets.token, { name: account('flyloft-reader'), mayRead: true }],
      [secrets.unprivilegedToken, { name: account('nobody'), mayRead: false }],
    ]);
  }

  /** Takes all rights from everybody; gives what brings them back. */
  take(): () => void {
    this.taken++;
    let returned = false;
    return () => {
      if (!returned) this.taken--;
      returned = true;
    };
  }

  /** @throws Refusal for whoever is not known. */
  subjectOf({ headers }: WireRequest): Subject {
    const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    const subject = token === undefined ? undefined : this.subjects.get(token);
    if (!subject) throw new Refusal(401, 'Unauthorized');
    return subject;
  }

  allows(subject: Subject, { verb }: Attempt): boolean {
    return this.taken === 0 && subject.mayRead && READ_VERBS.includes(verb);
  }

  /** @throws Refusal saying who may not do what, as the API server words it. */
  require(subject: Subject, attempt: Attempt): void {
    if (this.allows(subject, attempt)) return;
    const { verb, group, resource, namespace } = attempt;
    const name = group === '' ? resource : `${resource}.${group}`;
    const where =
      namespace === undefined
        ? 'at the cluster scope'
        : `in the namespace "${namespace}"`;
    throw new Refusal(
      403,
      `${name} is forbidden: User "${subject.name}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
    );
  }
}
