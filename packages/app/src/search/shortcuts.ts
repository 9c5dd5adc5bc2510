/**
 * Whether a key opens the one search: Ctrl-K (Cmd-K) does so everywhere; `/`
 * does while nobody is typing. On a page with a list of its own that list's
 * search takes the `/` before it comes here.
 */
export function opensSearch(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.altKey) return false;
  const command = event.ctrlKey || event.metaKey;
  if (command) return !event.shiftKey && event.key.toLowerCase() === 'k';
  return event.key === '/' && !isTyping(event.target);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest(
        'input, textarea, select, [role="textbox"], [role="dialog"]',
      ) !== null)
  );
}

/** The key of the search as this machine's keyboards name it. */
export function searchKeyLabel(platform: string): string {
  return /mac|iphone|ipad/i.test(platform) ? '⌘K' : 'Ctrl K';
}
