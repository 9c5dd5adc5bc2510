/** One or two letters that stand for a name: `Ada Lovelace` becomes `AL`. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter(word => word !== '');
  const picked = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return picked
    .map(word => [...word][0]!)
    .join('')
    .toLocaleUpperCase();
}
