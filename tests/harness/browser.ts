import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { findChromium } from '../../scripts/parts/browser/findChromium.ts';
import type { Session } from './signIn.ts';

/** Starts the Chromium of this machine. */
export async function launchBrowser(): Promise<Browser> {
  const found = await findChromium();
  if ('missing' in found) throw new Error(found.missing);
  return chromium.launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env } as Record<string, string>,
    // Root has no sandbox, and what is visited is our own.
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  });
}

/** A browser that is signed in already; the sign-in itself has its own test. */
export async function contextOf(
  browser: Browser,
  session: Session,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  await context.addCookies(
    session.cookies.forBrowser().map(cookie => ({
      ...cookie,
      domain: 'localhost',
      httpOnly: true,
      sameSite: 'Lax' as const,
    })),
  );
  return context;
}
