import { randomUUID } from 'node:crypto';
import type { ManagedObject } from '../inventory/ManagedObject.ts';
import type { Session } from '../session.ts';
import { render } from '../soap/render.ts';
import type { RequestElement } from '../soap/parseCall.ts';
import { SoapFault } from '../soap/SoapFault.ts';
import type { Reference } from '../soap/value.ts';
import { parseFilterSpec, type FilterSpec } from './filterSpec.ts';
import {
  propertySetFor,
  selected,
  wantedProperties,
  type Lookup,
} from './select.ts';

/** vCenter answers no more than so many, whatever is asked. */
const MOST_OBJECTS = 1_000;
const USUAL_OBJECTS = 100;

/** Begins a retrieval; answers its first page. */
export function retrieve(
  session: Session,
  args: RequestElement,
  lookup: Lookup,
): string {
  const asked = Number(args.child('options')?.textOf('maxObjects') ?? 0);
  const pageSize = Math.min(asked > 0 ? asked : USUAL_OBJECTS, MOST_OBJECTS);
  const [element] = args.all('specSet');
  if (!element) throw new SoapFault('InvalidArgument', 'specSet is missing');
  const spec = parseFilterSpec(element);
  const left = selected(spec, lookup);
  return page(session, { spec, left, pageSize }, lookup);
}

/** Goes on with a retrieval; a token is good for once. */
export function continueRetrieval(
  session: Session,
  token: string,
  lookup: Lookup,
): string {
  const continuation = session.continuations.get(token);
  if (!continuation) {
    throw new SoapFault(
      'InvalidArgument',
      'A specified parameter was not correct: token',
    );
  }
  session.continuations.delete(token);
  return page(session, continuation, lookup);
}

/** All at once, as before version 4.1. */
export function retrieveAll(args: RequestElement, lookup: Lookup): string {
  return args
    .all('specSet')
    .map(parseFilterSpec)
    .flatMap(spec =>
      selected(spec, lookup).map(ref =>
        objectContent('returnval', spec, ref, lookup),
      ),
    )
    .join('');
}

function page(
  session: Session,
  {
    spec,
    left,
    pageSize,
  }: { spec: FilterSpec; left: Reference[]; pageSize: number },
  lookup: Lookup,
): string {
  const now = left.slice(0, pageSize);
  const later = left.slice(pageSize);
  let token = '';
  if (later.length > 0) {
    // Faults of the wire know by it what the page lists.
    const id = `${now[0]?.kind}:${randomUUID()}`;
    session.continuations.set(id, { spec, left: later, pageSize });
    token = `<token>${id}</token>`;
  }
  const objects = now
    .map(ref => objectContent('objects', spec, ref, lookup))
    .join('');
  return now.length === 0 ? '' : `<returnval>${token}${objects}</returnval>`;
}

function objectContent(
  element: string,
  spec: FilterSpec,
  ref: Reference,
  lookup: Lookup,
): string {
  const object = lookup(ref.id);
  const set = propertySetFor(spec, ref.kind);
  // What went while pages were read is left out.
  if (!object || !set) return '';
  const properties = wantedProperties(object, set)
    .map(
      ([path, value]) =>
        `<propSet><name>${path}</name>${render('val', value, true)}</propSet>`,
    )
    .join('');
  return `<${element}>${objectElement(object)}${properties}</${element}>\n`;
}

const objectElement = ({ ref }: ManagedObject) =>
  `<obj type="${ref.kind}">${ref.id}</obj>`;
