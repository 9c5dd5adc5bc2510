/**
 * One element of a SOAP answer with its namespaces resolved: names and types
 * are local names, whatever prefix the server gave them. It deliberately does
 * not know which elements are lists: `all` reads one as well as many, and
 * what is absent reads as undefined.
 */
export class SoapElement {
  text = '';
  readonly children: SoapElement[] = [];

  constructor(
    readonly name: string,
    /** The local name of `xsi:type`: which subclass it is. */
    readonly type: string | null = null,
    /** The kind of object that a reference points at: `HostSystem`. */
    readonly referenceKind: string | null = null,
  ) {}

  /** The first child of a name, or of a path of names with dots. */
  child(path: string): SoapElement | undefined {
    return path
      .split('.')
      .reduce<SoapElement | undefined>(
        (found, name) => found?.children.find(each => each.name === name),
        this,
      );
  }

  /** All children of a name. */
  all(name: string): SoapElement[] {
    return this.children.filter(each => each.name === name);
  }

  /** The text of a descendant, unless it is absent or empty. */
  textOf(path: string): string | undefined {
    const text = this.child(path)?.text.trim();
    return text === '' ? undefined : text;
  }
}

/** What `toPlain` makes of an element. */
export type PlainValue = string | PlainValue[] | { [key: string]: PlainValue };

/** An element as plain JSON, for people who want the platform's own answer. */
export function toPlain(element: SoapElement): PlainValue {
  if (element.children.length === 0) return element.text.trim();
  const plain: { [key: string]: PlainValue } = {};
  if (element.type) plain._type = element.type;
  for (const child of element.children) {
    const value = toPlain(child);
    const before = plain[child.name];
    if (before === undefined) plain[child.name] = value;
    else if (Array.isArray(before)) before.push(value);
    else plain[child.name] = [before, value];
  }
  return plain;
}
