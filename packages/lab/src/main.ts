/** Starts the lab as the environment says, and ends it when it is told to. */
import { startLab, type Lab, type LabOptions } from './lab.ts';

const DEFAULT_PORT_BASE = 18_000;
const DEFAULT_TICK_SECONDS = 15;

/** The text of a variable; an empty one counts as not set. */
function textOf(name: string): string | undefined {
  return process.env[name] || undefined;
}

function numberOf(
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = textOf(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < least || value > most) {
    throw new Error(
      `${name} is '${text}'; it must be a number from ${least} to ${most}.`,
    );
  }
  return value;
}

function optionsOf(): LabOptions {
  return {
    directory: textOf('LAB_DIR') ?? '.data/lab',
    seed: numberOf('LAB_SEED', 0, 2 ** 32 - 1) ?? 1,
    guests: numberOf('LAB_GUESTS', 1, 1_500_000),
    estateGuests: numberOf('LAB_ESTATE_GUESTS', 0, 120_000),
    portBase: numberOf('LAB_PORT_BASE', 0, 65_400) ?? DEFAULT_PORT_BASE,
    password: textOf('LAB_PASSWORD'),
    portalUrls: (textOf('LAB_PORTAL_URL') ?? 'http://localhost:7007')
      .split(',')
      .map(url => url.trim()),
    tickSeconds:
      numberOf('LAB_TICK_SECONDS', 0, 86_400) ?? DEFAULT_TICK_SECONDS,
    latencyMilliseconds: numberOf('LAB_LATENCY_MS', 0, 60_000),
  };
}

/** What to tell a person for an error that they can do something about. */
function explain(error: unknown, portBase: number | undefined): string {
  const { code, port, message } = error as NodeJS.ErrnoException & {
    port?: number;
  };
  if (code === 'EADDRINUSE') {
    return (
      `Port ${port} is in use, and the lab needs it. End what listens there, ` +
      `or move the lab with LAB_PORT_BASE (now ${portBase}; it uses the hundred ports from there on).`
    );
  }
  if (code === 'ENOSPC')
    return 'The disk is full: the lab cannot keep its certificates and secrets.';
  if (code === 'EACCES') return `The lab may not do what it must: ${message}`;
  return message ?? String(error);
}

async function main(): Promise<void> {
  let options: LabOptions | undefined;
  let lab: Lab | undefined;
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    console.log(`The lab ends (${signal}).`);
    (lab?.close() ?? Promise.resolve()).then(
      () => process.exit(0),
      error => {
        console.error('The lab did not end cleanly:', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  try {
    options = optionsOf();
    lab = await startLab(options);
    // A signal that came while starting found nothing to close.
    if (ending) await lab.close();
  } catch (error) {
    console.error(explain(error, options?.portBase));
    process.exitCode = 1;
    return;
  }
  const { clusters, estates, identity, control } = lab.description;
  for (const cluster of clusters) {
    console.log(
      `${cluster.title} (${cluster.id}, Proxmox VE ${cluster.version}): ${cluster.endpoints.join(' ')}`,
    );
  }
  for (const estate of estates) {
    console.log(
      `${estate.title} (${estate.id}, ${estate.platform} ${estate.version}): ${estate.url}`,
    );
  }
  console.log(`Identity: ${identity?.issuer ?? 'none'}`);
  console.log(`Control: ${control}`);
}

await main();
