/** Every suite there is, in one table; the order is the order they start in. */
import path from 'node:path';
import type { Need } from './needs.ts';

export interface SuiteContext {
  projectRoot: string;
  /** A directory of this run's own, for reports. */
  output: string;
  /** Worker processes a suite that has the machine to itself may use. */
  cores: number;
}

export interface Suite {
  name: string;
  /** Part of `npm run check`. */
  fast: boolean;
  needs: Need[];
  /** How many of the cores it keeps busy; suites run together as these allow. */
  cores: number;
  timeoutMinutes: number;
  /** How its tests are counted: itself as one, or from a report. */
  counted: 'one' | 'jest' | 'node';
  /** Where its tests are; a suite that has none is not run. */
  files?: string;
  command(context: SuiteContext): {
    args: string[];
    cwd?: string;
    env?: NodeJS.ProcessEnv;
  };
}

const bin = (file: string) => (context: SuiteContext) =>
  path.join(context.projectRoot, 'node_modules', file);
const backstage = bin('@backstage/cli/bin/backstage-cli');
const prettier = bin('prettier/bin/prettier.cjs');
const eslint = bin('eslint/bin/eslint.js');
const tsc = bin('typescript/bin/tsc');

const HARNESS_ENV = { FLYLOFT_TEST: '1' };

export const suites: Suite[] = [
  {
    name: 'format',
    fast: true,
    needs: [],
    cores: 1,
    timeoutMinutes: 5,
    counted: 'one',
    command: context => ({
      args: [prettier(context), '--check', '--log-level', 'warn', '.'],
    }),
  },
  {
    name: 'lint',
    fast: true,
    needs: [],
    cores: 1,
    timeoutMinutes: 10,
    counted: 'one',
    command: context => ({
      args: [backstage(context), 'repo', 'lint', '--max-warnings', '0'],
    }),
  },
  {
    name: 'lint: shape',
    fast: true,
    needs: [],
    cores: 1,
    timeoutMinutes: 10,
    counted: 'one',
    command: context => ({
      args: [
        eslint(context),
        '--no-eslintrc',
        '--config',
        'scripts/lint/shape.cjs',
        '--ext',
        '.ts,.tsx,.mjs',
        '--max-warnings',
        '0',
        'packages',
        'plugins',
        'scripts',
        'tests',
      ],
    }),
  },
  types('types', 'tsconfig.json'),
  types('types: lab', 'packages/lab/tsconfig.json'),
  types('types: scripts and tests', 'scripts/tsconfig.json'),
  {
    name: 'unit, store and router tests',
    fast: true,
    needs: ['database'],
    cores: 2,
    timeoutMinutes: 20,
    counted: 'jest',
    command: context => ({
      args: [
        backstage(context),
        'repo',
        'test',
        '--watchAll=false',
        '--json',
        `--outputFile=${path.join(context.output, 'report')}`,
        `--maxWorkers=${context.cores}`,
        '--workerIdleMemoryLimit=1GB',
        '--passWithNoTests',
      ],
      env: { CI: '1' },
    }),
  },
  nodeTests('lab tests', 'packages/lab/src/**/*.test.ts', [], { fast: true }),
  nodeTests('script tests', 'scripts/**/*.test.ts', ['database'], {
    fast: true,
  }),
  nodeTests('start', 'tests/start/**/*.test.ts', ['frontend']),
  nodeTests('harness tests', 'tests/harness/**/*.test.ts', [
    'database',
    'frontend',
  ]),
  nodeTests('conformance', 'tests/conformance/**/*.test.ts', [
    'database',
    'frontend',
    'python clients',
    'nutanix client',
    'node clients',
  ]),
  nodeTests('simulators', 'tests/simulators/**/*.test.ts', ['vcsim']),
  nodeTests('chaos', 'tests/chaos/**/*.test.ts', ['database', 'frontend']),
  nodeTests(
    'browser',
    'tests/e2e/**/*.test.ts',
    ['database', 'frontend', 'chromium'],
    { timeoutMinutes: 25 },
  ),
  nodeTests('bench at a small size', 'tests/bench/**/*.test.ts', [
    'database',
    'frontend',
  ]),
];

function types(name: string, project: string): Suite {
  return {
    name,
    fast: true,
    needs: [],
    cores: 1,
    timeoutMinutes: 10,
    counted: 'one',
    command: context => ({
      args: [
        tsc(context),
        '--pretty',
        'false',
        '--noEmit',
        '--emitDeclarationOnly',
        'false',
        '--incremental',
        '--tsBuildInfoFile',
        path.join(
          context.projectRoot,
          '.data/cache',
          `${project.replaceAll('/', '-')}.tsbuildinfo`,
        ),
        '-p',
        project,
      ],
    }),
  };
}

function nodeTests(
  name: string,
  files: string,
  needs: Need[],
  options: { fast?: boolean; timeoutMinutes?: number } = {},
): Suite {
  return {
    name,
    fast: options.fast ?? false,
    needs,
    cores: 1,
    timeoutMinutes: options.timeoutMinutes ?? 15,
    counted: 'node',
    files,
    command: context => ({
      args: [
        '--test',
        // Each file runs servers of its own: one at a time per suite.
        '--test-concurrency=1',
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter=tap',
        `--test-reporter-destination=${path.join(context.output, 'report')}`,
        files,
      ],
      env: { ...HARNESS_ENV, FLYLOFT_BENCH: 'small' },
    }),
  };
}
