import { useEffect, useState } from 'react';

const shownMilliseconds = 1500;

/** Copies text and remembers for a moment how that went. */
export function useCopy() {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();

  useEffect(() => {
    if (!outcome) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (text: string) => {
    try {
      await writeToClipboard(text);
      setOutcome('copied');
    } catch {
      // Browsers refuse without permission; the button says so.
      setOutcome('refused');
    }
  };
  return { outcome, copy };
}

// Over plain http from another machine a browser has no clipboard API; the
// old way through a selection still works there.
async function writeToClipboard(text: string) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied) throw new Error('The browser refused to copy');
}
