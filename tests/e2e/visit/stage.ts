/** What a browser test stands on: the stack, filled by a first sync, and a browser. */
import type { Browser } from 'playwright-core';
import { contextOf, launchBrowser } from '../../harness/browser.ts';
import { InventoryAs } from '../../harness/inventory.ts';
import type { Session } from '../../harness/signIn.ts';
import {
  startStack,
  type Stack,
  type StackOptions,
} from '../../harness/stack.ts';
import { Visit, viewports, type Theme, type Width } from './Visit.ts';

export interface VisitOptions {
  width?: Width;
  theme?: Theme;
}

export interface Stage {
  stack: Stack;
  browser: Browser;
  /** The inventory as IT sees it, for what a test compares with. */
  inventory: InventoryAs;
  /** Somebody's session; they sign in once per stage. */
  session(userName: string): Promise<Session>;
  /** Somebody who is signed in already, at no page yet. */
  visit(userName: string, options?: VisitOptions): Promise<Visit>;
  /** Somebody the portal does not know yet. */
  stranger(options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

/** Starts it all; every platform has been synced when it answers. */
export async function openStage(options?: StackOptions): Promise<Stage> {
  const stack = await startStack(options);
  try {
    const sessions = new Map<string, Promise<Session>>();
    const session = (userName: string) => {
      const known = sessions.get(userName) ?? stack.signIn(userName);
      sessions.set(userName, known);
      return known;
    };
    const inventory = new InventoryAs(await session('it'));
    for (const { id } of [...stack.lab.clusters, ...stack.lab.estates]) {
      await inventory.sync(id);
    }
    const browser = await launchBrowser();
    return {
      stack,
      browser,
      inventory,
      session,
      visit: async (userName, look = {}) => {
        const context = await contextOf(
          browser,
          await session(userName),
          settings(look),
        );
        return new Visit(stack.url, context, await context.newPage());
      },
      stranger: async (look = {}) => {
        const context = await browser.newContext(settings(look));
        return new Visit(stack.url, context, await context.newPage());
      },
      close: async () => {
        await browser.close();
        await stack.close();
      },
    };
  } catch (error) {
    await stack.close();
    throw error;
  }
}

function settings({ width = 1440, theme = 'light' }: VisitOptions) {
  return {
    viewport: viewports[width],
    colorScheme: theme,
    // A browser under a bare POSIX locale names a language that there is none of.
    locale: 'en-GB',
    // Nothing moves while it is looked at.
    reducedMotion: 'reduce' as const,
    permissions: ['clipboard-read', 'clipboard-write'],
  };
}
