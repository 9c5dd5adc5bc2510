import { setTimeout as delay } from 'node:timers/promises';
import type { Child } from './child.ts';

const POLL_MS = 100;

/**
 * Asks a part again and again whether it is ready. It gives up when the part
 * ends or the deadline passes: a backend whose start failed would answer 503
 * for ever.
 */
export async function waitUntilReady(
  child: Child,
  isReady: () => Promise<boolean>,
  deadlineSeconds: number,
): Promise<void> {
  const deadline = Date.now() + deadlineSeconds * 1000;
  while (Date.now() < deadline) {
    if (child.hasExited()) throw child.failure();
    if (await isReady()) return;
    await Promise.race([delay(POLL_MS), child.exited]);
  }
  throw child.failure();
}

/** Whether the address answers with success; silence is a no. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
