import { startIdentity, type IdentityFault } from './index.ts';

/**
 * Runs the identity provider alone, in a process of its own. Its parent is told
 * the address once it answers, and sets faults by sending them.
 */
const identity = await startIdentity({
  port: Number(process.env.LAB_IDENTITY_PORT ?? 0),
  stateDirectory: process.env.LAB_IDENTITY_STATE,
  password: required('LAB_PASSWORD'),
  portalUrls: required('LAB_PORTAL_URLS').split(','),
  portalClient: { id: 'flyloft', secret: required('LAB_PORTAL_SECRET') },
  directoryClient: {
    id: 'flyloft-directory',
    secret: required('LAB_DIRECTORY_SECRET'),
  },
  crowd: Number(process.env.LAB_CROWD ?? 0),
});

process.on('message', (message: { fault: IdentityFault | null }) => {
  identity.setFault(message.fault);
  process.send?.({ faultSet: message.fault });
});
process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

console.log(`Identity provider at ${identity.issuer}`);
process.send?.({ issuer: identity.issuer, adminUrl: identity.adminUrl });

function stop(): void {
  identity.close().then(
    () => process.exit(0),
    error => {
      console.error(error);
      process.exit(1);
    },
  );
}

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} must be set to run the identity provider alone.`);
  return value;
}
