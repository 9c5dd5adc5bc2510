/**
 * The rules of form that hold in every package, beside Backstage's own lint:
 * what a file may import follows from its name, and nothing grows too long.
 */
const io = [
  'knex',
  'pg',
  'pg-copy-streams',
  'undici',
  'express',
  'express-promise-router',
  '@backstage/backend-defaults',
  'node:child_process',
  'node:dgram',
  'node:dns',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:https',
  'node:timers/promises',
  'node:tls',
  'fs',
  'http',
  'https',
];

const knexOnlyInStores = {
  name: 'knex',
  message:
    'SQL is in stores (XStore.ts), migrations and wiring (plugin.ts, module.ts).',
  allowTypeImports: true,
};

const typed = { allowTypeImports: true };

module.exports = {
  root: true,
  parser: '@typescript-eslint/parser',
  parserOptions: { ecmaVersion: 2024, sourceType: 'module' },
  // Those beside the first are here only because comments name their rules.
  plugins: ['@typescript-eslint', 'jsx-a11y', 'react', 'react-hooks'],
  ignorePatterns: [
    'node_modules',
    'dist',
    'dist-types',
    'coverage',
    '**/__fixtures__/**',
    '*.d.ts',
  ],
  rules: {
    'max-lines': ['error', { max: 400 }],
    'no-warning-comments': [
      'error',
      { terms: ['todo', 'fixme', 'xxx'], location: 'start' },
    ],
  },
  overrides: [
    {
      files: ['**/*.test.ts', '**/*.test.tsx'],
      rules: { 'max-lines': ['error', { max: 800 }] },
    },
    {
      // Not tests, and not what is a table in all but name.
      files: ['**/*.ts', '**/*.mjs'],
      excludedFiles: [
        '**/*.test.ts',
        '**/*Routes.ts',
        '**/endpoints.ts',
        'packages/app/src/theme/**',
        'packages/lab/src/world/*Cluster.ts',
      ],
      rules: {
        'max-lines-per-function': [
          'error',
          { max: 60, skipBlankLines: true, skipComments: true },
        ],
        complexity: ['error', 12],
      },
    },
    {
      files: ['plugins/*/src/**/*.ts', 'packages/*/src/**/*.ts'],
      excludedFiles: [
        '**/*Store.ts',
        '**/plugin.ts',
        '**/module.ts',
        '**/*.test.ts',
        '**/testing/**',
        '**/database/**',
      ],
      rules: {
        '@typescript-eslint/no-restricted-imports': [
          'error',
          { paths: [knexOnlyInStores] },
        ],
      },
    },
    {
      // Pure rules: a camelCase name without a role in it.
      files: [
        'plugins/*-backend/src/**/[a-z]*.ts',
        'plugins/*-backend-module-*/src/**/[a-z]*.ts',
        'plugins/*-common/src/**/[a-z]*.ts',
        'plugins/platform-*/src/**/[a-z]*.ts',
      ],
      excludedFiles: [
        '**/index.ts',
        '**/plugin.ts',
        '**/module.ts',
        '**/router.ts',
        '**/*Router.ts',
        '**/*Routes.ts',
        '**/*Run.ts',
        '**/*Platform.ts',
        '**/create*.ts',
        '**/*.test.ts',
        '**/client/**',
        '**/database/**',
        '**/http/**',
        '**/testing/**',
      ],
      rules: {
        '@typescript-eslint/no-restricted-imports': [
          'error',
          {
            paths: [
              ...io
                .filter(name => name !== 'knex')
                .map(name => ({
                  name,
                  message:
                    'A pure rule does no IO (style.md); its name says it is one.',
                  ...typed,
                })),
              knexOnlyInStores,
              {
                // What it says of an address is pure.
                name: 'node:net',
                importNames: [
                  'connect',
                  'createConnection',
                  'createServer',
                  'Server',
                  'Socket',
                ],
                message:
                  'A pure rule does no IO (style.md); its name says it is one.',
                ...typed,
              },
            ],
            patterns: [
              {
                group: [
                  '**/*Store',
                  '**/*Client',
                  '**/*Service',
                  '**/*Collector',
                  '**/*Driver',
                ],
                message: 'A pure rule knows types and other rules only.',
                caseSensitive: true,
                ...typed,
              },
            ],
          },
        ],
      },
    },
  ],
};
