/**
 * Backstage's lint for one package, less what our way of writing contradicts:
 * what is exported comes first and helpers below it, so a constant may be used
 * in a function that stands above it.
 */
const factory = require('@backstage/cli/config/eslint-factory');

module.exports = directory =>
  factory(directory, {
    rules: {
      '@typescript-eslint/no-use-before-define': [
        'error',
        { functions: false, classes: false, variables: false },
      ],
      // A generator has no short form, so it can't be an arrow.
      'func-names': 'off',
      // What a property demands differs by what was drawn.
      'jest/no-conditional-expect': 'off',
    },
  });
