import { parseFilterSpec } from './collector/filterSpec.ts';
import {
  continueRetrieval,
  retrieve,
  retrieveAll,
} from './collector/retrieve.ts';
import { propertyOf } from './collector/select.ts';
import { waitForUpdates } from './collector/waitForUpdates.ts';
import type { MethodCall } from './methodCall.ts';
import { render } from './soap/render.ts';
import { invalidArgument, notFound } from './soap/SoapFault.ts';
import { references } from './soap/value.ts';

/** What a method returns, as XML. */
export type Method = (call: MethodCall) => string | Promise<string>;

const objectReturned = (kind: string, id: string) =>
  `<returnval type="${kind}">${id}</returnval>`;

let lastView = 0;

function createContainerView({ args, center, session, lookup }: MethodCall) {
  const container = args.referenceOf('container');
  if (!container || !lookup(container.id)) {
    throw notFound(container?.id ?? '');
  }
  const types = args.all('type').map(type => type.text.trim());
  const id = `session[${session.key}]${++lastView}`;
  session.views.set(id, {
    ref: { kind: 'ContainerView', id },
    properties: {
      container: () => references([container]).items[0],
      view: () => references(center.shownTo(session, container.id, types)),
    },
  });
  return objectReturned('ContainerView', id);
}

function destroyView({ target, session }: MethodCall): string {
  if (!session.views.delete(target.id)) throw notFound(target.id);
  return '';
}

function hasPrivileges({ args, session, center }: MethodCall): string {
  const granted = center.maySee(session);
  return args
    .all('entity')
    .map(entity => {
      const rows = args
        .all('privId')
        .map(
          ({ text: id }) =>
            `<privAvailability><privId>${id}</privId><isGranted>${granted}</isGranted></privAvailability>`,
        );
      const { kind, id } = entity.reference;
      return `<returnval><entity type="${kind}">${id}</entity>${rows.join('')}</returnval>`;
    })
    .join('');
}

function fetch({ target, args, lookup }: MethodCall): string {
  const object = lookup(target.id);
  if (!object) throw notFound(target.id);
  const value = propertyOf(object, args.textOf('prop') ?? '');
  return value ? render('returnval', value, true) : '';
}

function createFilter({ args, session }: MethodCall): string {
  const spec = args.child('spec');
  if (!spec) throw invalidArgument('spec');
  const id = `session[${session.key}]filter-${++lastView}`;
  session.updates.add(id, parseFilterSpec(spec));
  return objectReturned('PropertyFilter', id);
}

function destroyFilter({ target, session }: MethodCall): string {
  if (!session.updates.remove(target.id)) throw notFound(target.id);
  return '';
}

function findByUuid({ args, center, session }: MethodCall): string {
  const uuid = args.textOf('uuid')?.toLowerCase() ?? '';
  const byInstance = args.textOf('instanceUuid') === 'true';
  const machine = center.maySee(session)
    ? [...center.estate.machines.values()].find(each =>
        byInstance ? each.uuid === uuid : each.detail.biosUuid === uuid,
      )
    : undefined;
  return machine
    ? objectReturned(
        'VirtualMachine',
        center.inventory.layout.machineId(machine),
      )
    : '';
}

/** The methods for which one must be signed in. */
export const methods: Record<string, Method> = {
  Logout: ({ center, session }) => {
    center.sessions.end(session);
    return '';
  },
  CurrentTime: ({ center }) =>
    `<returnval>${new Date(center.now() * 1000).toISOString()}</returnval>`,
  SessionIsActive: ({ args, center }) =>
    `<returnval>${center.sessions.has(args.textOf('sessionID') ?? '')}</returnval>`,
  CreateContainerView: createContainerView,
  DestroyView: destroyView,
  HasPrivilegeOnEntities: hasPrivileges,
  RetrievePropertiesEx: ({ session, args, lookup }) =>
    retrieve(session, args, lookup),
  ContinueRetrievePropertiesEx: ({ session, args, lookup }) =>
    continueRetrieval(session, args.textOf('token') ?? '', lookup),
  CancelRetrievePropertiesEx: ({ session, args }) => {
    session.continuations.delete(args.textOf('token') ?? '');
    return '';
  },
  RetrieveProperties: ({ args, lookup }) => retrieveAll(args, lookup),
  Fetch: fetch,
  CreateFilter: createFilter,
  DestroyPropertyFilter: destroyFilter,
  WaitForUpdatesEx: waitForUpdates,
  FindByUuid: findByUuid,
};
