import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AdminApi } from './admin/AdminApi.ts';
import { makePeople, type LabUser } from './directory/people.ts';
import { FaultSwitch, type IdentityFault } from './faults.ts';
import { LoginForm } from './login/LoginForm.ts';
import { makeProvider, type ClientCredentials } from './provider.ts';
import { loadKeys } from './sessions/KeyStore.ts';
import { SessionStore } from './sessions/SessionStore.ts';

/** How the lab's identity provider and directory are started. */
export type IdentityOptions = {
  /** 0 takes a free port. */
  port: number;
  /** The name browsers and the portal's backend both reach it by. */
  hostname?: string;
  /** The address it listens on. */
  listen?: string;
  /** Where keys and sessions are kept over a restart. Left out, nothing is kept. */
  stateDirectory?: string;
  /** The password of everybody. */
  password: string;
  /** The addresses of the portals that sign people in here. */
  portalUrls: string[];
  portalClient: ClientCredentials;
  /** The service account that reads users and groups. */
  directoryClient: ClientCredentials;
  /** How many further engineers the directory has. */
  crowd?: number;
  /** Keycloak's own default is five minutes. */
  accessTokenSeconds?: number;
};

/** A running identity provider. */
export type Identity = {
  issuer: string;
  /** The base address for clients of Keycloak's admin API. */
  adminUrl: string;
  /** Who can sign in by name, for the table the start command prints. */
  users: Pick<LabUser, 'username' | 'groups' | 'secondFactor'>[];
  /** Breaks the directory's admin API, or with null mends it. */
  setFault: (fault: IdentityFault | null) => void;
  close: () => Promise<void>;
};

const realm = 'flyloft';

/** Starts the identity provider and, on the same port, the directory's admin API. */
export async function startIdentity(
  options: IdentityOptions,
): Promise<Identity> {
  const directory = options.stateDirectory;
  const keys = await loadKeys(directory);
  const sessions = await SessionStore.open(
    directory && join(directory, 'sessions.json'),
  );
  const people = makePeople({ crowd: options.crowd ?? 0 });
  const faults = new FaultSwitch();

  const server = createServer();
  const port = await listen(
    server,
    options.port,
    options.listen ?? '127.0.0.1',
  );
  const origin = `http://${options.hostname ?? 'localhost'}:${port}`;
  const issuer = `${origin}/realms/${realm}`;
  const provider = makeProvider({
    issuer,
    people,
    keys,
    sessions,
    portalUrls: options.portalUrls,
    portalClient: options.portalClient,
    directoryClient: options.directoryClient,
    accessTokenSeconds: options.accessTokenSeconds ?? 300,
  });
  const login = new LoginForm({ provider, people, password: options.password });
  const admin = new AdminApi({ issuer, realm, keys, people, faults });
  const protocol = provider.callback();

  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const url = new URL(req.url ?? '/', origin);
    if (url.pathname.startsWith('/admin/')) {
      admin.handle(req, res, url);
    } else if (url.pathname.startsWith(`/realms/${realm}/login/`)) {
      login.handle(req, res).catch(error => fail(res, error));
    } else if (url.pathname.startsWith(`/realms/${realm}/`)) {
      // oidc-provider takes the part before its own path from the original URL.
      Object.assign(req, { originalUrl: req.url });
      req.url = req.url!.slice(`/realms/${realm}`.length);
      protocol(req, res).catch((error: unknown) => fail(res, error));
    } else {
      res.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.\n');
    }
  });

  return {
    issuer,
    adminUrl: origin,
    users: people.users
      .filter(user => !user.username.startsWith('person-'))
      .map(({ username, groups, secondFactor }) => ({
        username,
        groups,
        secondFactor,
      })),
    setFault: fault => faults.set(fault),
    close: async () => {
      await new Promise<void>((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
      await sessions.flush();
    },
  };
}

function listen(
  server: Server,
  port: number,
  address: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function fail(res: ServerResponse, error: unknown): void {
  const id = randomBytes(4).toString('hex');
  console.error(`Identity request ${id} failed:`, error);
  if (res.headersSent) {
    res.destroy();
  } else {
    res
      .writeHead(500, { 'content-type': 'text/plain' })
      .end(`Failed, see the log for ${id}.\n`);
  }
}
