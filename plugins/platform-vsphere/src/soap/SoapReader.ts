import { SaxesParser, type SaxesTagNS } from 'saxes';
import { SoapElement } from './SoapElement';

const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
// A vSphere answer is some fifteen levels deep; what is deeper is an attack.
const deepest = 64;

/** The answer is not the XML it should be. */
export class MalformedXmlError extends Error {}

/**
 * Reads a SOAP answer as it arrives. Elements of one name near the top of
 * the method's response are handed over one by one and then forgotten, so that
 * 100 MB of them never lie in memory together.
 */
export class SoapReader {
  /** What is left of the answer when everything was read. */
  readonly root = new SoapElement('');
  private readonly open: SoapElement[] = [this.root];
  private readonly parser = new SaxesParser({ xmlns: true });
  private taken: SoapElement[] = [];

  constructor(private readonly recordName?: string) {
    const { parser } = this;
    parser.on('error', error => {
      // The parser quotes what it stumbled over; people get the place only.
      throw new MalformedXmlError(
        `the answer is not well-formed XML at line ${parser.line}, column ${parser.column}: ${/unclosed|end/i.test(error.message) ? 'it ends too early' : 'wrong characters'}`,
      );
    });
    // Nothing of SOAP needs a document type, and entities are what attacks use.
    parser.on('doctype', () => {
      throw new MalformedXmlError('the answer declares a document type');
    });
    parser.on('opentag', tag => this.opened(tag));
    parser.on('text', text => this.heard(text));
    parser.on('cdata', text => this.heard(text));
    parser.on('closetag', () => this.closed());
  }

  /** Reads on; answers the records that are complete now. */
  push(chunk: string): SoapElement[] {
    this.parser.write(chunk);
    const { taken } = this;
    this.taken = [];
    return taken;
  }

  /** @throws MalformedXmlError when the answer is not complete. */
  finish(): void {
    this.parser.close();
    if (this.root.child('Envelope.Body') === undefined) {
      throw new MalformedXmlError('the answer is not a SOAP envelope');
    }
  }

  private opened(tag: SaxesTagNS): void {
    if (this.open.length > deepest) {
      throw new MalformedXmlError('the answer is nested too deeply');
    }
    let type: string | null = null;
    let referenceKind: string | null = null;
    for (const { uri, local, value } of Object.values(tag.attributes)) {
      if (local !== 'type') continue;
      if (uri === instanceNamespace) type = localName(value);
      else if (uri === '') referenceKind = localName(value);
    }
    const element = new SoapElement(tag.local, type, referenceKind);
    this.open.at(-1)!.children.push(element);
    this.open.push(element);
  }

  private heard(text: string): void {
    this.open.at(-1)!.text += text;
  }

  private closed(): void {
    const element = this.open.pop()!;
    // Of an element with children, the text is only the line breaks between.
    if (element.children.length > 0) element.text = '';
    if (element.name === this.recordName && this.isRecordPlace()) {
      this.open.at(-1)!.children.pop();
      this.taken.push(element);
    }
  }

  /** Below Envelope and Body: the response, its returnval, a set in that. */
  private isRecordPlace(): boolean {
    return this.open.length >= 4 && this.open.length <= 6;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
