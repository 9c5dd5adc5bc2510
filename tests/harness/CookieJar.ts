interface Cookie {
  name: string;
  value: string;
  path: string;
}

/**
 * The cookies of one visitor on localhost. Like a browser's it does not tell
 * ports apart; unlike one it knows nothing of domains.
 */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** Keeps what an answer sets; one that has expired is dropped. */
  keep(url: URL, headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const attribute = (wanted: string) =>
        attributes
          .find(text => text.toLowerCase().startsWith(`${wanted}=`))
          ?.slice(wanted.length + 1);
      const path = attribute('path') ?? directoryOf(url.pathname);
      const key = `${name} ${path}`;
      const expires = attribute('expires');
      const gone =
        attribute('max-age') === '0' ||
        (expires !== undefined && Date.parse(expires) <= Date.now());
      if (gone) this.#cookies.delete(key);
      else this.#cookies.set(key, { name, value, path });
    }
  }

  /** The header for a request to this address. */
  header(url: URL): string {
    return this.forBrowser()
      .filter(cookie => covers(cookie.path, url.pathname))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  /** All of them, for a browser to start with. */
  forBrowser(): Cookie[] {
    return [...this.#cookies.values()];
  }
}

function directoryOf(pathname: string): string {
  return pathname.slice(0, pathname.lastIndexOf('/')) || '/';
}

function covers(path: string, pathname: string): boolean {
  return (
    pathname === path ||
    pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
  );
}
