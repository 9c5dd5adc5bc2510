import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';

/** The widths everything is looked at: a desk and a phone. */
export const viewports = {
  1440: { width: 1440, height: 900 },
  390: { width: 390, height: 844 },
} as const;
export type Width = keyof typeof viewports;

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/**
 * One person in the browser: a page of theirs, and what went wrong in it. A
 * refused or failed request is not counted: the browser writes it into the
 * console whatever the page makes of it.
 */
export class Visit {
  readonly page: Page;
  readonly #url: string;
  readonly #context: BrowserContext;
  #troubles: string[] = [];

  constructor(url: string, context: BrowserContext, page: Page) {
    this.#url = url;
    this.#context = context;
    this.page = page;
    page.setDefaultTimeout(60_000);
    page.on('pageerror', error => this.#troubles.push(error.message));
    page.on('console', message => this.#hear(message));
  }

  #hear(message: ConsoleMessage): void {
    const text = message.text();
    if (message.type() !== 'error') return;
    if (text.startsWith('Failed to load resource')) return;
    this.#troubles.push(text);
  }

  /** What the console complained of since it was last asked. */
  takeTroubles(): string[] {
    const troubles = this.#troubles;
    this.#troubles = [];
    return troubles;
  }

  /** Opens an address of the portal; the path begins with a slash. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#url}${path}`, {
      waitUntil: 'domcontentloaded',
    });
  }

  /** The address as the portal sees it: path and search. */
  address(): string {
    return this.page.url().slice(this.#url.length);
  }

  /** Waits until the page's own heading says this. */
  async reads(heading: string | RegExp): Promise<void> {
    await this.page
      .getByRole('heading', { level: 1, name: heading })
      .first()
      .waitFor();
  }

  /** How many pixels the page is wider than the window. */
  async overflow(): Promise<number> {
    return this.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
  }

  async setWidth(width: Width): Promise<void> {
    await this.page.setViewportSize(viewports[width]);
  }

  /** Changes the theme, and waits until every colour has arrived. */
  async setTheme(theme: Theme): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme });
    await this.page.evaluate(`(async () => {
      const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
      await frame();
      await frame();
      // A second at most: some never end, such as what waits or is paused.
      const passing = document.getAnimations().map(one => one.finished);
      const second = new Promise(resolve => setTimeout(resolve, 1000));
      await Promise.race([Promise.allSettled(passing), second]);
    })()`);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
