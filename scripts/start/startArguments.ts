import { Problem } from '../bootstrap/problem.mjs';

export interface StartArguments {
  lab: boolean;
  dev: boolean;
}

/** Reads what follows `npm start --`. */
export function readArguments(args: string[]): StartArguments {
  const known = ['--no-lab', '--dev'];
  const unknown = args.filter(argument => !known.includes(argument));
  if (unknown.length > 0) {
    throw new Problem(
      `Unknown: ${unknown.join(' ')}`,
      'Known are --no-lab (no simulated data centre; only what app-config.local.yaml names) and --dev (hot reload).',
    );
  }
  return { lab: !args.includes('--no-lab'), dev: args.includes('--dev') };
}
