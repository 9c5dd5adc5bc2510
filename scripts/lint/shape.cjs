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

// Longer or more branched than the rest, and clearer so: a wire format's cases
// in the order of its specification, or one statement. The list only shrinks.
const inOnePiece = [
  'packages/app/src/signIn/useSignIn.ts',
  'packages/lab/src/identity/startIdentity.ts',
  'packages/lab/src/proxmox/http/Connection.ts',
  'packages/lab/src/proxmox/http/parameterVerification.ts',
  'packages/lab/src/proxmox/http/requestHead.ts',
  'plugins/inventory-backend/src/plugin.ts',
  'plugins/inventory-backend/src/search/SearchStore.ts',
  'plugins/inventory-backend/src/sync/apply/guestSql.ts',
  'plugins/platform-proxmox/src/client/classifyAnswer.ts',
  'plugins/platform-proxmox/src/collector/guestDetails.ts',
  'plugins/platform-proxmox/src/collector/hosts.ts',
  'plugins/platform-proxmox/src/collector/settings.ts',
  'plugins/platform-proxmox/src/wire/tasks.ts',
];

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
        ...inOnePiece,
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
        // Wiring, too: what answers questions, put together.
        '**/readers.ts',
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
