import type { Reference } from './reference';

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as XML takes it; characters that XML 1.0 forbids are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, character => escapes[character]);
}

/** An element with text. */
export function textElement(name: string, text: string | number | boolean) {
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}

/** An element that refers to an object. */
export function referenceElement(name: string, { kind, id }: Reference) {
  return `<${name} type="${escapeXml(kind)}">${escapeXml(id)}</${name}>`;
}

/** A whole request: one method, called on an object, with its arguments as XML. */
export function soapRequest(
  method: string,
  target: Reference,
  args: string,
): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soapenv:Body>' +
    `<${method} xmlns="urn:vim25">${referenceElement('_this', target)}${args}</${method}>` +
    '</soapenv:Body></soapenv:Envelope>'
  );
}
