import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApiError } from './ApiError.ts';
import type { ParameterSchema } from './parameterSchema.ts';
import { verifyParameters } from './parameterVerification.ts';
import { readHead } from './requestHead.ts';
import {
  decodeBody,
  decodeForm,
  mergeParameters,
  splitList,
} from './requestParameters.ts';

test('what a client encodes is what the handler gets', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), fc.string(), {
        noNullPrototype: true,
      }),
      parameters => {
        const text = Object.entries(parameters)
          .map(pair => pair.map(encoded).join('='))
          .join('&');
        assert.deepEqual(decodeForm(text), parameters);
      },
    ),
  );
});

/** Lone surrogates have no UTF-8 and can't be sent. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

test('a list is split at commas, semicolons and spaces, or at NUL alone', () => {
  assert.deepEqual(splitList('a, b;c  d'), ['a', 'b', 'c', 'd']);
  assert.deepEqual(splitList('a b\0c'), ['a b', 'c']);
  assert.deepEqual(splitList(''), []);
  assert.deepEqual(splitList(undefined), []);
});

test('the query wins over the body, and neither may contradict the path', () => {
  assert.deepEqual(
    mergeParameters({ node: 'a' }, { x: '1', _dc: '9' }, { x: '2', node: 'a' }),
    { x: '1', node: 'a' },
  );
  assert.throws(() => mergeParameters({ vmid: '100' }, { vmid: '101' }, {}), {
    status: 400,
  });
});

test('a JSON body that is no object is an error', () => {
  for (const body of ['[1]', '"x"', 'null', '{']) {
    assert.throws(
      () => decodeBody(Buffer.from(body), 'application/json'),
      { status: 500 },
      body,
    );
  }
});

const verdicts: Array<[ParameterSchema, unknown, unknown]> = [
  [{ type: 'integer' }, '7', 7],
  [{ type: 'integer' }, '7.5', "type check ('integer') failed - got '7.5'"],
  [{ type: 'integer' }, '', "type check ('integer') failed - got ''"],
  [{ type: 'integer', maximum: 5 }, 6, 'value must have a maximum value of 5'],
  [{ type: 'number' }, '-1.5e3', -1500],
  [{ type: 'boolean' }, '1', true],
  [{ type: 'boolean' }, '0', false],
  [{ type: 'boolean' }, false, false],
  [{ type: 'string' }, ['a', 'b'], "type check ('string') failed - got ARRAY"],
  [{ type: 'string' }, {}, "type check ('string') failed - got HASH"],
  [{ type: 'string', format: 'x-list' }, ['a', 'b'], 'a,b'],
  [{ type: 'array' }, 'a,b', ['a', 'b']],
  [{ type: 'array' }, ['a', 1], ['a', '1']],
  [
    { type: 'string', enum: ['vm', 'node'] },
    'pool',
    "value 'pool' does not have a value in the enumeration 'vm, node'",
  ],
  [
    { type: 'string', pattern: /a|b/ },
    'ab',
    'value does not match the regex pattern',
  ],
  [
    { type: 'string', minLength: 3 },
    'ab',
    'value must be at least 3 characters long',
  ],
  [
    { type: 'string', format: 'pve-node' },
    'a_b',
    'invalid format - value does not look like a valid node name\n',
  ],
  [{ type: 'string', format: 'pve-vmid-list' }, '100,101', '100,101'],
  [
    { type: 'string', format: 'pve-vmid-list' },
    '100,x',
    'invalid format - value does not look like a valid VM ID\n',
  ],
];

for (const [schema, value, wanted] of verdicts) {
  test(`${JSON.stringify(value)} for ${JSON.stringify(schema)}`, () => {
    let got: unknown;
    try {
      got = verifyParameters({ p: value }, { p: schema }).p;
    } catch (error) {
      assert.ok(error instanceof ApiError);
      got = error.errors?.p;
    }
    assert.deepEqual(got, wanted);
  });
}

test('every wrong, missing and unknown parameter is named', () => {
  assert.throws(
    () =>
      verifyParameters(
        { __proto__x: '1', net0: 'a', mtu0: 'x', a: '1' },
        {
          'net[n]': { type: 'string', optional: true },
          'mtu[n]': { type: 'integer', optional: true },
          needed: { type: 'string' },
          other: { type: 'string', default: 'kept' },
          a: { type: 'string', requires: 'b', optional: true },
        },
      ),
    (error: ApiError) => {
      assert.deepEqual(Object.keys(error.errors ?? {}).sort(), [
        '__proto__x',
        'b',
        'mtu0',
        'needed',
      ]);
      return true;
    },
  );
  assert.deepEqual(
    verifyParameters({}, { other: { type: 'string', default: 'kept' } }),
    { other: 'kept' },
  );
});

test('a head is read the same however its bytes are cut', () => {
  const bytes = Buffer.from(
    'GET /api2/json/a%20b?x=1#f HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n folded\r\nX-A: 2\r\n\r\nrest',
  );
  const whole = readHead(bytes);
  assert.ok(whole.kind === 'head');
  assert.equal(whole.bytes, bytes.length - 4);
  assert.equal(whole.head.path, '/api2/json/a b');
  assert.equal(whole.head.query, 'x=1');
  assert.equal(whole.head.headers.get('x-a'), '1 folded, 2');
  for (let end = 0; end < whole.bytes; end++) {
    assert.equal(readHead(bytes.subarray(0, end)).kind, 'incomplete', `${end}`);
  }
});
