const units: Record<string, number> = {
  '': 1,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
  T: 1024 ** 4,
};

/** Bytes of a size such as `32G` or `512`; suffixes are binary. */
export function parseSizeBytes(text: string | undefined): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?)\s*$/i.exec(text ?? '');
  if (!match) return null;
  const bytes = Math.round(
    Number(match[1]) * units[match[2].toLocaleUpperCase('en-US')],
  );
  return Number.isSafeInteger(bytes) ? bytes : null;
}
