/** What is said of a part that broke. */
export interface CrashWords {
  title: string;
  meaning: string;
  advice: string;
  /** To quote to whoever looks into it. */
  reference: string;
  /** Drawing it again can't help: the script itself is missing. */
  needsReload: boolean;
}

/** Puts an error of the portal's own script into words for people. */
export function crashWords(error: Error, part: string | undefined): CrashWords {
  const reference = `${part ?? 'portal'}: ${error.name}: ${error.message}`;
  // A script that is gone was replaced: the portal was updated under the page.
  if (/^ChunkLoad|Loading (CSS )?chunk/.test(`${error.name}${error.message}`)) {
    return {
      title: 'This page could not be loaded',
      meaning:
        'A part of its script is no longer there. Usually that means that the portal was updated since this tab was opened.',
      advice: 'Load the page again to get the current version.',
      reference,
      needsReload: true,
    };
  }
  return {
    title: part
      ? `A part of ${part} could not be shown`
      : 'A part of this page could not be shown',
    meaning:
      'This is a fault of the portal, not of your infrastructure. What the rest of the page shows still holds, and nothing was changed.',
    advice: 'If it happens again, pass on the reference below.',
    reference,
    needsReload: false,
  };
}
