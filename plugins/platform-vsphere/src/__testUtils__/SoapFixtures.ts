import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readObject, type ObjectContent } from '../client/InventoryReader';
import type { SoapElement } from '../soap/SoapElement';
import { SoapReader } from '../soap/SoapReader';

const folder = resolve(__dirname, '../../__fixtures__');

/** A recorded answer. */
export function fixture(name: string): string {
  return readFileSync(resolve(folder, name), 'utf8');
}

/** The objects of a recorded answer. */
export function objectsIn(xml: string): ObjectContent[] {
  const reader = new SoapReader('objects');
  const objects = reader.push(xml).flatMap(each => readObject(each) ?? []);
  reader.finish();
  return objects;
}

/** One element written as XML, with `xsi` at hand. */
export function element(xml: string): SoapElement {
  const reader = new SoapReader();
  reader.push(
    `<s:Envelope xmlns:s="urn:s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>${xml}</s:Body></s:Envelope>`,
  );
  reader.finish();
  return reader.root.child('Envelope.Body')!.children[0];
}

/** An object as the server would tell it: the XML of values by path. */
export function anObject(
  kind: string,
  id: string,
  values: Record<string, string>,
): ObjectContent {
  const properties = new Map(
    Object.entries(values).map(([path, xml]) => [
      path,
      element(xml.startsWith('<') ? xml : `<val>${xml}</val>`),
    ]),
  );
  return { ref: { kind, id }, properties, missing: new Map() };
}
