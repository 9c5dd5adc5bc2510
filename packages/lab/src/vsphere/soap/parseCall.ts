import { SaxesParser } from 'saxes';
import type { Reference } from './value.ts';

/** An element of a request; prefixes are gone. */
export class RequestElement {
  text = '';
  readonly children: RequestElement[] = [];
  readonly name: string;
  /** The local name of `xsi:type`. */
  readonly type: string | undefined;
  /** The kind of object a reference names. */
  readonly kind: string;

  constructor(name: string, type: string | undefined, kind: string) {
    this.name = name;
    this.type = type;
    this.kind = kind;
  }

  child(name: string): RequestElement | undefined {
    return this.children.find(child => child.name === name);
  }

  all(name: string): RequestElement[] {
    return this.children.filter(child => child.name === name);
  }

  textOf(name: string): string | undefined {
    return this.child(name)?.text.trim();
  }

  get reference(): Reference {
    return { kind: this.kind, id: this.text.trim() };
  }

  referenceOf(name: string): Reference | undefined {
    return this.child(name)?.reference;
  }
}

/** One method called on one object. */
export interface SoapCall {
  method: string;
  target: Reference;
  args: RequestElement;
}

const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** Reads a request; undefined when it is no SOAP that calls a method. */
export function parseCall(body: string): SoapCall | undefined {
  const root = parse(body);
  const method = root?.child('Envelope')?.child('Body')?.children[0];
  const target = method?.child('_this');
  if (!method || !target) return undefined;
  return { method: method.name, target: target.reference, args: method };
}

function parse(body: string): RequestElement | undefined {
  const root = new RequestElement('', undefined, '');
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  let failed = false;
  parser.on('error', () => {
    failed = true;
  });
  parser.on('opentag', tag => {
    const attributes = Object.values(tag.attributes);
    const local = (text = '') => text.slice(text.indexOf(':') + 1);
    const type = attributes.find(
      each => each.uri === INSTANCE && each.local === 'type',
    );
    const kind = attributes.find(
      each => each.uri === '' && each.local === 'type',
    );
    const element = new RequestElement(
      tag.local,
      type && local(type.value),
      local(kind?.value),
    );
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', text => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(body).close();
  return failed ? undefined : root;
}
