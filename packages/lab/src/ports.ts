/** A port of the lab's hundred; a base of 0 means whichever is free. */
export function portOf(portBase: number, offset: number): number {
  return portBase === 0 ? 0 : portBase + offset;
}
