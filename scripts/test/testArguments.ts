import { Problem } from '../bootstrap/problem.mjs';

export interface TestArguments {
  /** Only the suites of `npm run check`. */
  fast: boolean;
  /** Only suites whose name contains one of these; empty means all. */
  only: string[];
}

/** Reads what follows `npm test --`: names of suites, or parts of them. */
export function readTestArguments(args: string[]): TestArguments {
  const flags = args.filter(argument => argument.startsWith('--'));
  const unknown = flags.filter(flag => flag !== '--fast');
  if (unknown.length > 0) {
    throw new Problem(
      `Unknown: ${unknown.join(' ')}`,
      'Known are --fast, and names of suites (or parts of names).',
    );
  }
  return {
    fast: flags.includes('--fast'),
    only: args.filter(argument => !argument.startsWith('--')),
  };
}
