import { randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import {
  findBySignInName,
  type LabUser,
  type People,
} from '../directory/people.ts';
import { codePage, errorPage, passwordPage, type Page } from './pages.ts';

/** Where an interaction stands: the password was right, the code is asked for. */
type PendingCode = { user: LabUser; code: string; attempts: number };

const maximumAttempts = 5;
const maximumPending = 1000;
const maximumBodyBytes = 16_384;

/** How sure the provider is of who signed in, in the words of the id token. */
const passwordOnly = { acr: '1', amr: ['pwd'] };
const withSecondFactor = { acr: '2', amr: ['pwd', 'otp', 'mfa'] };

/** The two steps of signing in. The second one is asked of users with a second factor set up. */
export class LoginForm {
  private readonly pending = new Map<string, PendingCode>();
  private readonly provider: Provider;
  private readonly people: People;
  private readonly password: string;

  constructor(options: {
    provider: Provider;
    people: People;
    password: string;
  }) {
    this.provider = options.provider;
    this.people = options.people;
    this.password = options.password;
  }

  /** Answers a GET or a POST of an interaction's page. */
  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const interaction = await this.provider
      .interactionDetails(req, res)
      .catch(() => undefined);
    if (!interaction) {
      const html = errorPage('This sign-in page has expired.');
      res
        .writeHead(400, { 'content-type': 'text/html; charset=utf-8' })
        .end(html);
      return;
    }

    const action = req.url ?? '';
    if (req.method !== 'POST') {
      const waiting = this.pending.get(interaction.uid);
      const hint = interaction.params.login_hint;
      send(
        res,
        waiting
          ? this.codePageOf(waiting, action)
          : this.passwordPageOf(action, typeof hint === 'string' ? hint : ''),
      );
      return;
    }

    const form = await readForm(req);
    const waiting = this.pending.get(interaction.uid);
    if (waiting && !form.has('username')) {
      await this.secondStep(req, res, {
        uid: interaction.uid,
        waiting,
        form,
        action,
      });
    } else {
      await this.firstStep(req, res, { uid: interaction.uid, form, action });
    }
  }

  private async firstStep(
    req: IncomingMessage,
    res: ServerResponse,
    step: { uid: string; form: URLSearchParams; action: string },
  ): Promise<void> {
    const userName = step.form.get('username') ?? '';
    const user = findBySignInName(this.people, userName);
    if (!user || step.form.get('password') !== this.password) {
      send(
        res,
        this.passwordPageOf(
          step.action,
          userName,
          'The user name or the password is wrong.',
        ),
      );
      return;
    }
    if (!user.secondFactor) {
      await this.finish(req, res, user, passwordOnly);
      return;
    }

    const waiting = { user, code: newCode(), attempts: 0 };
    this.remember(step.uid, waiting);
    send(res, this.codePageOf(waiting, step.action));
  }

  private async secondStep(
    req: IncomingMessage,
    res: ServerResponse,
    step: {
      uid: string;
      waiting: PendingCode;
      form: URLSearchParams;
      action: string;
    },
  ): Promise<void> {
    const { waiting, form } = step;
    const right = form.get('code')?.replace(/\s/g, '') === waiting.code;
    if (right || form.get('withoutCode') === 'yes') {
      this.pending.delete(step.uid);
      await this.finish(
        req,
        res,
        waiting.user,
        right ? withSecondFactor : passwordOnly,
      );
      return;
    }

    waiting.attempts += 1;
    if (waiting.attempts >= maximumAttempts) {
      this.pending.delete(step.uid);
      send(
        res,
        this.passwordPageOf(
          step.action,
          waiting.user.username,
          'Too many wrong codes. Start again with the password.',
        ),
      );
      return;
    }
    send(res, this.codePageOf(waiting, step.action, 'The code is wrong.'));
  }

  private async finish(
    req: IncomingMessage,
    res: ServerResponse,
    user: LabUser,
    assurance: { acr: string; amr: string[] },
  ): Promise<void> {
    await this.provider.interactionFinished(
      req,
      res,
      { login: { accountId: user.id, remember: true, ...assurance } },
      { mergeWithLastSubmission: false },
    );
  }

  /** Sign-ins that were begun and left do not add up. */
  private remember(uid: string, waiting: PendingCode): void {
    this.pending.set(uid, waiting);
    for (const oldest of this.pending.keys()) {
      if (this.pending.size <= maximumPending) break;
      this.pending.delete(oldest);
    }
  }

  private passwordPageOf(
    action: string,
    userName: string,
    error?: string,
  ): Page {
    const userNames = this.people.users
      .map(user => user.username)
      .filter(name => !name.startsWith('person-'));
    return passwordPage({ action, userName, error, userNames });
  }

  private codePageOf(
    waiting: PendingCode,
    action: string,
    error?: string,
  ): Page {
    const { user, code } = waiting;
    return codePage({
      action,
      name: `${user.firstName} ${user.lastName} (${user.username})`,
      code,
      error,
    });
  }
}

function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

function send(res: ServerResponse, page: Page): void {
  res
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': page.contentSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .end(page.html);
}

async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumBodyBytes) throw new Error('The form is too large.');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
