import { textElement } from '../soap/request';
import { referenceOf, type Reference } from '../soap/reference';
import {
  InventoryReader,
  propertySetXml,
  viewObjectSetXml,
  type PropertySpec,
} from './InventoryReader';
import type { ServiceContent, Session, VsphereClient } from './VsphereClient';
import { VsphereError } from './VsphereError';

/** How changes are followed. */
export interface ChangeWatcherOptions {
  /** A client of its own: a call that waits must hold up nobody. */
  client: VsphereClient;
  specs: readonly PropertySpec[];
  signal: AbortSignal;
  pageSize: number;
  /** How long the server waits for a change before it says that there is none. */
  waitSeconds: number;
  requestTimeoutMilliseconds: number;
}

interface Update {
  version: string;
  truncated: boolean;
  /** How many objects are new, different or gone. */
  objects: number;
}

/**
 * Follows changes by `WaitForUpdatesEx`. The first answers tell everything
 * there is, in pieces, of which nothing is kept; each one after that tells
 * what changed since. A session that ends takes the filters with it: then the
 * watch ends, too, and whoever wants it begins it anew.
 */
export class ChangeWatcher {
  constructor(private readonly options: ChangeWatcherOptions) {}

  /** Yields how many objects changed; 0 first, when the beginning is known. */
  async *changes(): AsyncGenerator<number> {
    const { client, signal } = this.options;
    const content = await client.content(signal);
    const session = await client.session(signal);
    await this.createFilters(content, session);
    let version = '';
    for (;;) {
      const update = await this.next(content, session, version, 0);
      if (!update) break;
      version = update.version;
      if (!update.truncated) break;
    }
    yield 0;
    for (;;) {
      const update = await this.next(
        content,
        session,
        version,
        this.options.waitSeconds,
      );
      if (!update) continue;
      version = update.version;
      if (update.objects > 0) yield update.objects;
    }
  }

  private async createFilters(
    content: ServiceContent,
    session: Session,
  ): Promise<void> {
    const { client, signal, pageSize, specs } = this.options;
    const reader = new InventoryReader({ client, signal, pageSize });
    for (const spec of specs) {
      const view = await reader.createView(content, session, spec.kind);
      await this.createFilter(content, session, spec, view);
    }
  }

  private async createFilter(
    content: ServiceContent,
    session: Session,
    spec: PropertySpec,
    view: Reference,
  ): Promise<void> {
    const { client, signal } = this.options;
    const body = await client.callIn(session, {
      method: 'CreateFilter',
      target: content.propertyCollector,
      args: `<spec>${propertySetXml(spec)}${viewObjectSetXml(view)}</spec>${textElement('partialUpdates', false)}`,
      signal,
    });
    if (referenceOf(body.child('CreateFilterResponse.returnval'))) return;
    throw new VsphereError(
      'malformed',
      `CreateFilter at ${client.host}`,
      'the server made no filter',
    );
  }

  /** Waits for the next changes; null when the time was over before. */
  private async next(
    { propertyCollector }: ServiceContent,
    session: Session,
    version: string,
    waitSeconds: number,
  ): Promise<Update | null> {
    const { client, signal, pageSize, requestTimeoutMilliseconds } =
      this.options;
    let objects = 0;
    for await (const part of client.stream(session, {
      method: 'WaitForUpdatesEx',
      target: propertyCollector,
      args: [
        textElement('version', version),
        '<options>',
        textElement('maxWaitSeconds', waitSeconds),
        textElement('maxObjectUpdates', pageSize),
        '</options>',
      ].join(''),
      signal,
      recordName: 'objectSet',
      timeoutMilliseconds: waitSeconds * 1000 + requestTimeoutMilliseconds,
    })) {
      if ('record' in part) {
        objects += 1;
        continue;
      }
      const told = part.rest.child(
        'Envelope.Body.WaitForUpdatesExResponse.returnval',
      );
      const next = told?.textOf('version');
      if (next === undefined) return null;
      return {
        version: next,
        truncated: told?.textOf('truncated') === 'true',
        objects,
      };
    }
    return null;
  }
}
