type Cookie = { value: string; path: string };

/**
 * As much of a browser as signing in takes: it keeps cookies by path, follows
 * redirects within the provider and stops at the first address outside it.
 */
export class Browser {
  private readonly cookies = new Map<string, Cookie>();
  private readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  async open(address: string): Promise<Visit> {
    return this.visit(new URL(address, this.origin), undefined);
  }

  async submit(visit: Visit, fields: Record<string, string>): Promise<Visit> {
    const action = /<form[^>]* action="([^"]+)"/.exec(visit.html)?.[1];
    if (!action)
      throw new Error(`There is no form on ${visit.address}: ${visit.html}`);
    const hidden = [
      ...visit.html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g),
    ];
    const body = new URLSearchParams(
      hidden.map(([, name, value]): [string, string] => [name!, value!]),
    );
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.visit(new URL(unescapeHtml(action), visit.address), body);
  }

  private async visit(
    start: URL,
    form: URLSearchParams | undefined,
  ): Promise<Visit> {
    let url = start;
    let body = form;
    for (let hops = 0; hops < 10; hops++) {
      if (url.origin !== this.origin)
        return { address: url.href, status: 0, html: '' };
      const response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        body,
        redirect: 'manual',
        headers: { cookie: this.cookieHeader(url), accept: 'text/html' },
        signal: AbortSignal.timeout(10_000),
      });
      this.keep(response.headers.getSetCookie(), url);
      const location = response.headers.get('location');
      const html = await response.text();
      if (!location)
        return { address: url.href, status: response.status, html };
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error('Too many redirects.');
  }

  private cookieHeader(url: URL): string {
    return [...this.cookies]
      .filter(([, cookie]) => url.pathname.startsWith(cookie.path))
      .map(([name, cookie]) => `${name}=${cookie.value}`)
      .join('; ');
  }

  private keep(lines: string[], url: URL): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const path =
        attributes.find(each => /^path=/i.test(each))?.slice(5) ?? url.pathname;
      if (value) this.cookies.set(name, { value, path });
      else this.cookies.delete(name);
    }
  }
}

/** Where the browser came to rest. */
export type Visit = { address: string; status: number; html: string };

function unescapeHtml(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code) =>
    String.fromCharCode(Number(code)),
  );
}
