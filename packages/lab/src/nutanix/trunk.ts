/** `100-102,300` as 100, 101, 102, 300. */
export function vlansOf(ranges: string): number[] {
  return ranges.split(',').flatMap(range => {
    const [from, to] = range.split('-').map(Number);
    if (from === undefined) return [];
    const count = (to ?? from) - from + 1;
    return Array.from({ length: count }, (_, index) => from + index);
  });
}
