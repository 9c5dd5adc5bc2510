import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { MethodCall } from '../methodCall.ts';
import { notAuthenticated, SoapFault } from '../soap/SoapFault.ts';

/** As many as vCenter itself tells at a time when nobody says. */
const USUAL_OBJECTS = 100;
const MOST_SECONDS = 30 * 60;
/** Hosts change without a call back: so often somebody looks. */
const LOOK_MILLISECONDS = 500;

/** Tells what changed since a version, and waits for it when nothing did. */
export async function waitForUpdates(call: MethodCall): Promise<string> {
  const { args, session } = call;
  const { updates } = session;
  const version = args.textOf('version') ?? '';
  if (version === '') updates.restart();
  else if (version !== String(updates.version)) {
    throw new SoapFault(
      'InvalidCollectorVersion',
      'The version is not one that was told',
    );
  }
  const options = args.child('options');
  const most = Number(options?.textOf('maxObjectUpdates') ?? USUAL_OBJECTS);
  const seconds = Number(options?.textOf('maxWaitSeconds') ?? MOST_SECONDS);
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const told = updates.next(Math.max(1, most));
    if (told !== undefined) return `<returnval>${told}</returnval>`;
    const left = until - Date.now();
    if (left <= 0) return '';
    await somethingHappens(call, left);
    if (session.ended.signal.aborted) throw notAuthenticated();
    call.signal.throwIfAborted();
  }
}

/** A change of the world, the end of the time, of the session or of the client. */
async function somethingHappens(
  { center, session, signal }: MethodCall,
  milliseconds: number,
): Promise<void> {
  const over = new AbortController();
  const any = AbortSignal.any([over.signal, signal, session.ended.signal]);
  if (any.aborted) return;
  const stop = center.onChange(() => over.abort());
  try {
    await Promise.race([
      once(any, 'abort'),
      delay(Math.min(milliseconds, LOOK_MILLISECONDS), undefined, {
        signal: over.signal,
      }).catch(() => {}),
    ]);
  } finally {
    stop();
    over.abort();
  }
}
