import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClusterTls } from '../../../packages/lab/src/tls/ClusterTls.ts';

/** How the platform answers; each way gives back all that it was sent. */
export const echoModes = ['refusal', 'failure', 'no-json', 'odd-json'] as const;
export type EchoMode = (typeof echoModes)[number];

const statuses: Record<EchoMode, number> = {
  refusal: 401,
  failure: 500,
  'no-json': 200,
  'odd-json': 200,
};

/**
 * A platform that tells everybody what it was told: whatever the portal sends
 * it stands in its status line, headers and body again, credentials decoded.
 */
export class EchoPlatform {
  mode: EchoMode = 'refusal';
  #heard = '';
  readonly #server: Server;
  readonly #fingerprint: string;

  private constructor(server: Server, fingerprint: string) {
    this.#server = server;
    this.#fingerprint = fingerprint;
  }

  static async open(directory: string): Promise<EchoPlatform> {
    const authority = await ClusterTls.open({ directory, clusterName: 'echo' });
    const { cert, key, fingerprint } = await authority.node('echo');
    const server = createServer({ cert, key });
    const platform = new EchoPlatform(server, fingerprint);
    server.on('request', (request, response) => {
      platform.#answer(request, response).catch(() => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return platform;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `https://localhost:${port}`;
  }

  get fingerprint(): string {
    return this.#fingerprint;
  }

  /** Whether it was ever sent this. */
  knows(secret: string): boolean {
    return this.#heard.includes(secret);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { authorization = '', ...headers } = request.headers;
    const [, basic = ''] = authorization.split('Basic ');
    const told = [
      authorization,
      Buffer.from(basic, 'base64').toString(),
      JSON.stringify(headers),
      body,
      decodeURIComponent(
        body.replaceAll('+', ' ').replaceAll(/%(?![\da-f]{2})/gi, '%25'),
      ),
    ].join(' ');
    this.#heard += told;
    if (body.includes('RetrieveServiceContent')) {
      // Else nobody would sign in.
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(serviceContent);
      return;
    }
    const line = told.replaceAll(/[^ -~]/g, ' ');
    response.writeHead(statuses[this.mode], `No: ${line}`.slice(0, 2000), {
      'content-type': this.#contentType(request),
      'www-authenticate': `Basic realm="${line.replaceAll('"', "'").slice(0, 2000)}"`,
    });
    response.end(this.#body(request, told));
  }

  #contentType(request: IncomingMessage): string {
    if (this.mode === 'no-json') return 'text/html';
    return isSoap(request) ? 'text/xml' : 'application/json';
  }

  #body(request: IncomingMessage, told: string): string {
    if (this.mode === 'no-json') return `<html>${told}</html>`;
    if (isSoap(request)) return faultOf(told);
    const data =
      this.mode === 'odd-json' ? { [told]: [told], version: told } : null;
    return JSON.stringify({
      data,
      message: told,
      errors: { password: told },
      error: [{ message: told }],
      reason: told,
    });
  }
}

const isSoap = (request: IncomingMessage) =>
  `${request.headers['content-type']}`.includes('xml');

const enveloped = (body: string) =>
  `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

const serviceContent = enveloped(
  `<RetrieveServiceContentResponse xmlns="urn:vim25"><returnval>
    <rootFolder type="Folder">group-d1</rootFolder>
    <propertyCollector type="PropertyCollector">pc</propertyCollector>
    <viewManager type="ViewManager">ViewManager</viewManager>
    <about>
      <name>Echo</name><fullName>Echo 8.0</fullName><version>8.0.2</version>
      <apiType>VirtualCenter</apiType><apiVersion>8.0.2.0</apiVersion>
      <instanceUuid>5f8d5e0a-0f6e-4c3c-9d0a-000000000000</instanceUuid>
    </about>
    <sessionManager type="SessionManager">SessionManager</sessionManager>
  </returnval></RetrieveServiceContentResponse>`,
);

function faultOf(told: string): string {
  const text = told.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return enveloped(
    `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${text}</faultstring><detail><x>${text}</x></detail></soapenv:Fault>`,
  );
}
