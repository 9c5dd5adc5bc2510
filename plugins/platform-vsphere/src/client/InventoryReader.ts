import { referenceElement, textElement } from '../soap/request';
import type { SoapElement } from '../soap/SoapElement';
import { isVsphereFailure, VsphereError } from './VsphereError';
import { referenceOf, type Reference } from '../soap/reference';
import type { ServiceContent, Session, VsphereClient } from './VsphereClient';

/** Which properties to read of objects of one kind. */
export interface PropertySpec {
  kind: string;
  paths: readonly string[];
}

/** One object with what the server told of it. */
export interface ObjectContent {
  ref: Reference;
  /** By path; what was absent, or not allowed, is not in it. */
  properties: ReadonlyMap<string, SoapElement>;
  /** Paths that exist but could not be read, with the fault's name. */
  missing: ReadonlyMap<string, string>;
}

/** How an inventory is read. */
export interface InventoryReaderOptions {
  client: VsphereClient;
  signal: AbortSignal;
  /** Objects in an answer. */
  pageSize: number;
  /** Told when a retrieval had to begin anew, and why. */
  onRestart?: (reason: string) => void;
}

const mostRestarts = 4;

/** The specification of properties, as XML. */
export function propertySetXml({ kind, paths }: PropertySpec): string {
  return `<propSet>${textElement('type', kind)}${textElement('all', false)}${paths
    .map(path => textElement('pathSet', path))
    .join('')}</propSet>`;
}

/** Everything that a view shows, without the view itself. */
export function viewObjectSetXml(view: Reference): string {
  return (
    `<objectSet>${referenceElement('obj', view)}${textElement('skip', true)}` +
    '<selectSet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="TraversalSpec">' +
    '<name>view</name><type>ContainerView</type><path>view</path><skip>false</skip>' +
    '</selectSet></objectSet>'
  );
}

/** Reads one `ObjectContent`, of which any part may be absent. */
export function readObject(element: SoapElement): ObjectContent | null {
  const ref = referenceOf(element.child('obj'));
  if (!ref) return null;
  const properties = new Map<string, SoapElement>();
  for (const property of element.all('propSet')) {
    const name = property.textOf('name');
    const value = property.child('val');
    if (name && value) properties.set(name, value);
  }
  const missing = new Map<string, string>();
  for (const each of element.all('missingSet')) {
    const fault = each.child('fault.fault') ?? each.child('fault');
    missing.set(each.textOf('path') ?? '', fault?.type ?? 'unknown');
  }
  return { ref, properties, missing };
}

/**
 * Reads all objects of a kind, page by page. Whatever ends a retrieval in its
 * middle (a session that idled out, a cut connection) lets it begin anew: what
 * was handed over already is not handed over again, and at the end everything
 * that the view shows must have come.
 */
export class InventoryReader {
  constructor(private readonly options: InventoryReaderOptions) {}

  /**
   * Streams the objects that a view of the whole inventory shows.
   *
   * @throws VsphereError also when fewer came than the view shows
   */
  async *objects(spec: PropertySpec): AsyncGenerator<ObjectContent> {
    const { client, signal } = this.options;
    const seen = new Set<string>();
    for (let restarts = 0; ; restarts++) {
      try {
        yield* this.attempt(spec, seen);
        return;
      } catch (error) {
        if (
          restarts >= mostRestarts ||
          !isVsphereFailure(error, 'session-lost', 'unavailable')
        ) {
          throw error;
        }
        this.options.onRestart?.(error.reason);
        await client.pause(Math.min(restarts + 1, mostRestarts), signal);
      }
    }
  }

  /** How many objects of a kind there are. */
  async count(kind: string): Promise<number> {
    const { client, signal } = this.options;
    const content = await client.content(signal);
    return client.repeated(signal, async () => {
      const session = await client.session(signal);
      const view = await this.createView(content, session, kind);
      try {
        return (await this.shownBy(content, session, view)).size;
      } finally {
        await this.destroyView(session, view);
      }
    });
  }

  private async *attempt(
    spec: PropertySpec,
    seen: Set<string>,
  ): AsyncGenerator<ObjectContent> {
    const { client, signal } = this.options;
    const content = await client.content(signal);
    const session = await client.session(signal);
    const view = await this.createView(content, session, spec.kind);
    try {
      const shown = await this.shownBy(content, session, view);
      yield* this.pages(content, session, view, spec, seen);
      await this.requireAll(content, session, view, { spec, shown, seen });
    } finally {
      await this.destroyView(session, view);
    }
  }

  private async *pages(
    content: ServiceContent,
    session: Session,
    view: Reference,
    spec: PropertySpec,
    seen: Set<string>,
  ): AsyncGenerator<ObjectContent> {
    const { client, signal, pageSize } = this.options;
    const target = content.propertyCollector;
    let call = {
      method: 'RetrievePropertiesEx',
      args:
        `<specSet>${propertySetXml(spec)}${viewObjectSetXml(view)}</specSet>` +
        `<options>${textElement('maxObjects', pageSize)}</options>`,
    };
    for (;;) {
      let token: string | undefined;
      for await (const part of client.stream(session, {
        ...call,
        target,
        signal,
        recordName: 'objects',
      })) {
        if ('rest' in part) {
          token = part.rest.textOf(
            `Envelope.Body.${call.method}Response.returnval.token`,
          );
          continue;
        }
        const object = readObject(part.record);
        if (!object || seen.has(object.ref.id)) continue;
        seen.add(object.ref.id);
        yield object;
      }
      if (!token) return;
      call = {
        method: 'ContinueRetrievePropertiesEx',
        args: textElement('token', token),
      };
    }
  }

  /** What a view shows now, as ids. */
  async shownBy(
    content: ServiceContent,
    session: Session,
    view: Reference,
  ): Promise<Set<string>> {
    const [object] = await this.ofObjects(content, session, [view], {
      kind: 'ContainerView',
      paths: ['view'],
    });
    const refs = object?.properties.get('view')?.children ?? [];
    return new Set(refs.map(ref => ref.text.trim()));
  }

  /** Reads a few objects that are known. */
  async ofObjects(
    content: ServiceContent,
    session: Session,
    refs: readonly Reference[],
    spec: PropertySpec,
  ): Promise<ObjectContent[]> {
    const { client, signal } = this.options;
    const objects: ObjectContent[] = [];
    for await (const part of client.stream(session, {
      method: 'RetrievePropertiesEx',
      target: content.propertyCollector,
      args: `<specSet>${propertySetXml(spec)}${refs
        .map(ref => `<objectSet>${referenceElement('obj', ref)}</objectSet>`)
        .join(
          '',
        )}</specSet><options>${textElement('maxObjects', refs.length)}</options>`,
      signal,
      recordName: 'objects',
    })) {
      if ('rest' in part) continue;
      const object = readObject(part.record);
      if (object) objects.push(object);
    }
    return objects;
  }

  /** A half answer is no answer: what the view shows all along must have come. */
  private async requireAll(
    content: ServiceContent,
    session: Session,
    view: Reference,
    got: { spec: PropertySpec; shown: Set<string>; seen: Set<string> },
  ): Promise<void> {
    const lacking = [...got.shown].filter(id => !got.seen.has(id));
    if (lacking.length === 0) return;
    // What was removed meanwhile is no longer shown.
    const still = await this.shownBy(content, session, view);
    const lost = lacking.filter(id => still.has(id)).length;
    if (lost > 0) {
      throw new VsphereError(
        'malformed',
        `RetrievePropertiesEx at ${this.options.client.host}`,
        `${got.shown.size} of kind ${got.spec.kind} are there, but ${lost} of them did not come`,
      );
    }
  }

  /** Makes a view of everything of a kind. */
  async createView(
    content: ServiceContent,
    session: Session,
    kind: string,
  ): Promise<Reference> {
    const { client, signal } = this.options;
    const body = await client.callIn(session, {
      method: 'CreateContainerView',
      target: content.viewManager,
      args:
        referenceElement('container', content.rootFolder) +
        textElement('type', kind) +
        textElement('recursive', true),
      signal,
    });
    const view = referenceOf(
      body.child('CreateContainerViewResponse.returnval'),
    );
    if (view) return view;
    throw new VsphereError(
      'malformed',
      `CreateContainerView at ${client.host}`,
      'the server made no view',
    );
  }

  private async destroyView(session: Session, view: Reference): Promise<void> {
    try {
      await this.options.client.callIn(session, {
        method: 'DestroyView',
        target: view,
        // The run may be cancelled; the server should not keep the view for that.
        signal: AbortSignal.timeout(5_000),
      });
    } catch {
      // It ends with its session; the answer that matters is read, or failed
      // for a reason of its own that must not be covered by this one.
    }
  }
}
