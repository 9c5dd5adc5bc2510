/** Where a visitor came to rest. */
export type Visit = { address: URL; status: number; html: string };

/**
 * As much of a browser as signing in takes: cookies, redirects and forms. Like
 * a browser's, its cookies of `localhost` belong to every port.
 */
export class Visitor {
  private readonly cookies = new Map<string, string>();
  private readonly origins: string[];

  /** @param origins - The addresses that really answer; elsewhere it stops. */
  constructor(origins: string[]) {
    this.origins = origins;
  }

  async open(address: string | URL): Promise<Visit> {
    return this.visit(new URL(address), undefined);
  }

  async submit(visit: Visit, fields: Record<string, string>): Promise<Visit> {
    const action = /<form[^>]* action="([^"]+)"/.exec(visit.html)?.[1];
    if (!action) throw new Error(`No form on ${visit.address}: ${visit.html}`);
    const body = new URLSearchParams();
    const hidden = /type="hidden" name="([^"]+)" value="([^"]*)"/g;
    for (const [, name, value] of visit.html.matchAll(hidden)) {
      body.set(name, value);
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.visit(new URL(unescapeHtml(action), visit.address), body);
  }

  /** What the portal's own script does, in the background. */
  async call(address: string, method = 'GET'): Promise<Response> {
    const response = await fetch(address, {
      method,
      headers: { ...this.headers(), 'x-requested-with': 'XMLHttpRequest' },
      signal: AbortSignal.timeout(10_000),
    });
    this.keep(response);
    return response;
  }

  private async visit(
    start: URL,
    form: URLSearchParams | undefined,
  ): Promise<Visit> {
    let address = start;
    let body = form;
    for (let hops = 0; hops < 12; hops++) {
      if (!this.origins.includes(address.origin)) {
        return { address, status: 0, html: '' };
      }
      const response = await fetch(address, {
        method: body ? 'POST' : 'GET',
        body,
        redirect: 'manual',
        headers: this.headers(),
        signal: AbortSignal.timeout(10_000),
      });
      this.keep(response);
      const html = await response.text();
      const location = response.headers.get('location');
      if (!location) return { address, status: response.status, html };
      address = new URL(location, address);
      body = undefined;
    }
    throw new Error('Too many redirects.');
  }

  private headers(): Record<string, string> {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    return { cookie: pairs.join('; ') };
  }

  private keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(/;\s*/);
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const expires = attributes.find(each => /^expires=/i.test(each));
      const over = expires && Date.parse(expires.slice(8)) < Date.now();
      if (over || !value) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

function unescapeHtml(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code) =>
    String.fromCharCode(Number(code)),
  );
}
