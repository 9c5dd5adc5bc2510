import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainInstallFailure } from './explainInstallFailure.mjs';

const cases: [string, string, RegExp][] = [
  [
    'npm out of space',
    'npm error code ENOSPC\nnpm error ENOSPC: no space left on device, write',
    /disk ran full/,
  ],
  [
    'Yarn out of space',
    '➤ YN0001: │ Error: ENOSPC: no space left on device, mkdir',
    /disk ran full/,
  ],
  [
    'no name service',
    'npm error code ENOTFOUND\nnpm error network request to https://r failed',
    /could not be reached/,
  ],
  [
    'nobody listens',
    '➤ YN0001: │ RequestError: connect ECONNREFUSED 127.0.0.1:1',
    /could not be reached/,
  ],
  [
    'the registry is broken',
    '➤ YN0035: │ react@npm:18.3.1: The remote server failed\n➤ YN0035: │ Response Code: 503',
    /could not be reached/,
  ],
  [
    "a proxy's own certificate",
    'npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error self-signed certificate in certificate chain',
    /certificate was not accepted/,
  ],
  [
    'manifests changed without the lock file',
    '➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.',
    /yarn.lock does not match/,
  ],
  ['anything else', 'Segmentation fault', /Installing it failed/],
];

for (const [name, output, message] of cases) {
  test(`an installation that failed is told in the user's terms: ${name}`, () => {
    const problem = explainInstallFailure('it', output, '/logs/install.log');
    assert.match(problem.message, message);
    assert.match(problem.advice, /\/logs\/install\.log/);
  });
}
