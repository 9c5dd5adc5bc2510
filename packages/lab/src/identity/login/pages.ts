import { randomBytes } from 'node:crypto';

/** A page and the policy it must be served with. */
export type Page = { html: string; contentSecurityPolicy: string };

const style = `
:root { color-scheme: light dark; --ground: #f4f5f7; --card: #fff; --text: #1b1f27; --dim: #566072;
  --line: #858d9c; --accent: #1f5fbf; --on-accent: #fff; --bad: #a4191f; --bad-ground: #fdecec;
  --note-ground: #eef2f8; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171c; --card: #1d2128; --text: #e7eaf0;
  --dim: #a5aebd; --line: #7a8494; --accent: #84b3f7; --on-accent: #10151d; --bad: #ffb3ae;
  --bad-ground: #3a1d1f; --note-ground: #262c36; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { width: min(25rem, 100%); padding: 2rem; border-radius: .5rem; background: var(--card);
  box-shadow: 0 1px 3px rgb(0 0 0 / .2); }
h1 { margin: 0 0 .25rem; font-size: 1.375rem; }
p { margin: 0 0 1rem; } .dim { color: var(--dim); }
label { display: block; margin: 0 0 .25rem; font-weight: 600; }
input { width: 100%; margin: 0 0 1rem; padding: .6rem .7rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: .3rem; }
button { width: 100%; padding: .65rem; font: inherit; font-weight: 600; cursor: pointer;
  border: 1px solid var(--accent); border-radius: .3rem; background: var(--accent);
  color: var(--on-accent); }
button.plain { margin-top: .75rem; background: transparent; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.error { padding: .6rem .7rem; border-radius: .3rem; background: var(--bad-ground); color: var(--bad); }
.note { margin-top: 1.5rem; padding: .75rem; border-radius: .3rem; background: var(--note-ground);
  font-size: .875rem; }
.note p:last-child, .note ul { margin-bottom: 0; }
code, output { font: 600 1.05em ui-monospace, monospace; }
`;

/** Asks for name and password. */
export function passwordPage(options: {
  action: string;
  userName: string;
  error: string | undefined;
  userNames: string[];
}): Page {
  const names = options.userNames
    .map(name => `<option value="${escapeHtml(name)}">`)
    .join('');
  return page(
    'Sign in',
    `<h1>Sign in</h1>
<p class="dim">to continue to Flyloft</p>
${alertOf(options.error)}
<form method="post" action="${escapeHtml(options.action)}">
<label for="username">User name or e-mail</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false"
  list="names" required value="${escapeHtml(options.userName)}"${options.userName ? '' : ' autofocus'}>
<datalist id="names">${names}</datalist>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${
      options.userName ? ' autofocus' : ''
    }>
<button type="submit">Sign in</button>
</form>
<aside class="note" aria-label="About this lab"><p>This is the lab's own sign-in, not a real directory.
The users are ${options.userNames.map(name => `<code>${escapeHtml(name)}</code>`).join(', ')}.
They share one password, which the start command printed.</p></aside>`,
  );
}

/** Asks for the one-time code, which the lab shows because nobody has a phone for it. */
export function codePage(options: {
  action: string;
  name: string;
  code: string;
  error: string | undefined;
}): Page {
  const action = escapeHtml(options.action);
  return page(
    'One-time code',
    `<h1>One-time code</h1>
<p class="dim">Signing in as ${escapeHtml(options.name)}</p>
${alertOf(options.error)}
<form method="post" action="${action}">
<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" pattern="[0-9 ]*" autocomplete="one-time-code"
  required autofocus aria-describedby="lab-code">
<button type="submit">Continue</button>
</form>
<form method="post" action="${action}">
<button class="plain" type="submit" name="withoutCode" value="yes">Continue without a second factor</button>
</form>
<aside class="note" aria-label="About this lab"><p id="lab-code">Only because this is a lab, the code
stands here: <output id="one-time-code">${options.code}</output></p>
<p>A real directory sends it to your authenticator, and would not let you go on without it. Here you can,
to see how Flyloft refuses a privileged user who did.</p></aside>`,
  );
}

/** Says that something about the sign-in request itself is wrong. */
export function errorPage(message: string): string {
  return page(
    'Sign-in stopped',
    `<h1>Sign-in stopped</h1><p class="error" role="alert">${escapeHtml(message)}</p>
<p>Go back to Flyloft and sign in again.</p>`,
  ).html;
}

/** Ends the session: at once when the portal asked for it, else after a question. */
export function signOutPage(form: string, options: { asked: boolean }): string {
  const body = options.asked
    ? `${form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>')}
<button type="submit" form="op.logoutForm">Sign out</button>
<script>document.getElementById("op.logoutForm").submit()</script>`
    : `${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
  return page(
    'Sign out',
    `<h1>Sign out</h1><p>End your session with the lab's sign-in?</p>${body}`,
  ).html;
}

/** What stands there when nobody said where to go afterwards. */
export function signedOutPage(): string {
  return page(
    'Signed out',
    '<h1>Signed out</h1><p>You can close this page.</p>',
  ).html;
}

function page(title: string, body: string): Page {
  const nonce = randomBytes(16).toString('base64');
  return {
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · Flyloft lab</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<style nonce="${nonce}">${style}</style></head>
<body><main>${body}</main></body></html>
`,
    // No form-action: browsers apply it to the redirect back to the portal as well.
    contentSecurityPolicy: `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`,
  };
}

function alertOf(error: string | undefined): string {
  return error ? `<p class="error" role="alert">${escapeHtml(error)}</p>` : '';
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);
}
