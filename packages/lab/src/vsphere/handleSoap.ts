import type { WireReply, WireRequest } from '../wire/PlatformServer.ts';
import { ROOT_FOLDER } from './inventory/Layout.ts';
import { methods } from './methods.ts';
import { parseCall, type SoapCall } from './soap/parseCall.ts';
import { answerEnvelope, escapeXml, faultEnvelope } from './soap/render.ts';
import { notAuthenticated, SoapFault } from './soap/SoapFault.ts';
import type { VirtualCenter } from './VirtualCenter.ts';

const XML = { 'content-type': 'text/xml; charset=utf-8' };

/** `/sdk/RetrievePropertiesEx/VirtualMachine`: faults know a call by it. */
export function operationOf({ path, body }: WireRequest): string {
  const call = parseCall(body.toString());
  if (!call) return path;
  const kind =
    call.args.child('specSet')?.child('propSet')?.textOf('type') ??
    call.args.textOf('token')?.split(':')[0];
  return kind ? `/sdk/${call.method}/${kind}` : `/sdk/${call.method}`;
}

/** Calls the method that a request names. */
export async function handleSoap(
  center: VirtualCenter,
  request: WireRequest,
): Promise<WireReply> {
  const call = parseCall(request.body.toString());
  if (!call) {
    return fault(new SoapFault('InvalidRequest', 'The request is no SOAP'));
  }
  try {
    return await answer(center, request, call);
  } catch (error) {
    if (error instanceof SoapFault) return fault(error);
    throw error;
  }
}

async function answer(
  center: VirtualCenter,
  { headers, signal }: WireRequest,
  call: SoapCall,
): Promise<WireReply> {
  if (call.method === 'RetrieveServiceContent')
    return answered(call, serviceContent(center));
  if (call.method === 'Login') return signIn(center, call);
  const method = methods[call.method];
  if (!method) {
    throw new SoapFault(
      'InvalidRequest',
      `There is no method '${call.method}' here`,
    );
  }
  const session = center.sessions.find(headers.cookie, center.now());
  if (!session) throw notAuthenticated();
  const lookup = center.lookupFor(session);
  return answered(
    call,
    await method({ ...call, center, session, lookup, signal }),
  );
}

function answered({ method }: SoapCall, returned: string): WireReply {
  return { status: 200, headers: XML, body: answerEnvelope(method, returned) };
}

function fault({ fault: name, message }: SoapFault): WireReply {
  return { status: 500, headers: XML, body: faultEnvelope(name, message) };
}

function signIn(center: VirtualCenter, call: SoapCall): WireReply {
  const session = center.signIn(
    call.args.textOf('userName') ?? '',
    call.args.textOf('password') ?? '',
  );
  if (!session) {
    throw new SoapFault(
      'InvalidLogin',
      'Cannot complete login due to an incorrect user name or password.',
    );
  }
  const at = new Date(session.loginTime * 1000).toISOString();
  const reply = answered(
    call,
    `<returnval><key>${session.key}</key><userName>${escapeXml(session.userName)}</userName>` +
      `<fullName>${escapeXml(session.userName)}</fullName><loginTime>${at}</loginTime>` +
      `<lastActiveTime>${at}</lastActiveTime><locale>en</locale><messageLocale>en</messageLocale></returnval>`,
  );
  return {
    ...reply,
    headers: {
      ...XML,
      // The quotes are part of what must come back.
      'set-cookie': `vmware_soap_session="${session.key}"; Path=/; HttpOnly; Secure;`,
    },
  };
}

const MANAGERS: Record<string, string> = {
  propertyCollector: 'PropertyCollector',
  viewManager: 'ViewManager',
  sessionManager: 'SessionManager',
  authorizationManager: 'AuthorizationManager',
  customFieldsManager: 'CustomFieldsManager',
  searchIndex: 'SearchIndex',
};

function serviceContent({ estate }: VirtualCenter): string {
  const { version } = estate.plan;
  const about = {
    name: 'VMware vCenter Server',
    fullName: `VMware vCenter Server ${version} build-24022515`,
    vendor: 'VMware, Inc.',
    version,
    build: '24022515',
    osType: 'linux-x64',
    productLineId: 'vpx',
    apiType: 'VirtualCenter',
    apiVersion: `${version}.0`,
    instanceUuid: estate.idOf('vcenter', estate.id),
  };
  const aboutXml = Object.entries(about)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');
  const xml = Object.entries(MANAGERS).map(
    ([name, kind]) => `<${name} type="${kind}">${kind}</${name}>`,
  );
  return (
    `<returnval><rootFolder type="Folder">${ROOT_FOLDER}</rootFolder>` +
    `${xml.slice(0, 2).join('')}<about>${aboutXml}</about>${xml.slice(2).join('')}</returnval>`
  );
}
