import type { SoapElement } from './SoapElement';

/** A reference to an object of the server. */
export interface Reference {
  /** Such as `VirtualMachine`. */
  kind: string;
  /** Such as `vm-42`. */
  id: string;
}

/** Reads a reference: its text is the id, its attribute the kind. */
export function referenceOf(
  element: SoapElement | undefined,
): Reference | null {
  const id = element?.text.trim();
  if (!element || !id) return null;
  return { kind: element.referenceKind ?? element.type ?? '', id };
}
