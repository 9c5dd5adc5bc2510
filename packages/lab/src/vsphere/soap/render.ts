import type { Value } from './value.ts';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, character => ESCAPES[character] ?? character);

/** A value as an element; a list in a data object is one element for each of its items. */
export function render(name: string, value: Value, withType = false): string {
  switch (value.shape) {
    case 'scalar': {
      const type = withType ? ` xsi:type="${value.type}"` : '';
      return `<${name}${type}>${escapeXml(value.text)}</${name}>`;
    }
    case 'reference': {
      const type = withType ? ' xsi:type="ManagedObjectReference"' : '';
      return `<${name} type="${value.to.kind}"${type}>${value.to.id}</${name}>`;
    }
    case 'struct': {
      const type =
        withType || value.isSubclass ? ` xsi:type="${value.type}"` : '';
      const fields = value.fields
        .map(([field, inner]) => (inner ? render(field, inner) : ''))
        .join('');
      return `<${name}${type}>${fields}</${name}>`;
    }
    default:
      return withType
        ? `<${name} xsi:type="${arrayType(value.element)}">${items(value.element, value.items)}</${name}>`
        : items(name, value.items);
  }
}

function items(name: string, values: Value[]): string {
  return values.map(item => render(name, item)).join('');
}

/** `ArrayOfString` holds elements named `string`. */
function arrayType(element: string): string {
  return `ArrayOf${element.charAt(0).toUpperCase()}${element.slice(1)}`;
}

function envelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"' +
    ' xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n' +
    `<soapenv:Body>\n${body}\n</soapenv:Body>\n</soapenv:Envelope>`
  );
}

/** The answer of a method; what it returns is XML already. */
export function answerEnvelope(method: string, returned: string): string {
  return envelope(
    `<${method}Response xmlns="urn:vim25">${returned}</${method}Response>`,
  );
}

/** A fault as vCenter words it. */
export function faultEnvelope(fault: string, message: string): string {
  return envelope(
    '<soapenv:Fault><faultcode>ServerFaultCode</faultcode>' +
      `<faultstring>${escapeXml(message)}</faultstring>` +
      `<detail><${fault}Fault xmlns="urn:vim25" xsi:type="${fault}"></${fault}Fault></detail></soapenv:Fault>`,
  );
}
