import type { PlatformForm } from '@flyloft/plugin-inventory-common';
import {
  additionOf,
  draftOf,
  draftProblems,
  emptyDraft,
  valuesOf,
  withPin,
} from './platformDraft';

const form: PlatformForm = {
  title: 'Test',
  summary: 'A type for tests.',
  fields: [
    {
      name: 'endpoints',
      label: 'Nodes',
      kind: 'urls',
      required: true,
      endpoint: true,
    },
    { name: 'token', label: 'Token', kind: 'secret', required: true },
    { name: 'fingerprints', label: 'Pins', kind: 'fingerprints' },
    { name: 'calls', label: 'Calls', kind: 'number', minimum: 1, maximum: 6 },
    { name: 'agent', label: 'Agent', kind: 'boolean' },
  ],
};
const draft = {
  ...emptyDraft('test'),
  id: 'west',
  title: 'West',
  fields: { endpoints: 'https://a.example.org\n https://b.example.org ' },
  secrets: { token: 's' },
};
const isNew = { isNew: true, secretsSet: [] };

it('is sent as the values that its texts stand for', () => {
  expect(draftProblems(draft, form, isNew)).toEqual({});
  expect(additionOf(draft, form)).toEqual({
    id: 'west',
    type: 'test',
    title: 'West',
    enabled: true,
    intervalMinutes: null,
    timeoutMinutes: 15,
    values: { endpoints: ['https://a.example.org', 'https://b.example.org'] },
    secrets: { token: 's' },
  });
});

it.each([
  [{ id: 'West!' }, 'id'],
  [{ title: ' ' }, 'title'],
  [{ intervalMinutes: '0' }, 'intervalMinutes'],
  [{ timeoutMinutes: 'long' }, 'timeoutMinutes'],
  [{ secrets: {} }, 'token'],
  [{ fields: { ...draft.fields, calls: 'many' } }, 'calls'],
  [{ fields: { endpoints: 'a.example.org' } }, 'endpoints'],
])('with %j is told what is wrong', (change, field) => {
  expect(
    Object.keys(draftProblems({ ...draft, ...change }, form, isNew)),
  ).toEqual([field]);
});

it('of a saved platform needs no secret again', () => {
  const saved = draftOf({
    id: 'west',
    type: 'test',
    title: 'West',
    origin: 'portal',
    fileKey: null,
    enabled: true,
    intervalMinutes: 10,
    timeoutMinutes: 15,
    values: { endpoints: ['https://a.example.org'], agent: false, calls: 3 },
    secretsSet: ['token'],
    version: 1,
    problem: null,
    changedBy: null,
    changedAt: null,
  });
  expect(
    draftProblems(saved, form, { isNew: false, secretsSet: ['token'] }),
  ).toEqual({});
  expect(valuesOf(saved, form)).toEqual({
    endpoints: ['https://a.example.org'],
    agent: false,
    calls: 3,
  });
});

it('pins a certificate beside others, and in place of the one it replaced', () => {
  const one = withPin(draft, form, 'AA', []);
  const two = withPin(one, form, 'BB', []);
  expect(two.fields.fingerprints).toBe('AA\nBB');
  expect(withPin(two, form, 'BB', []).fields.fingerprints).toBe('AA\nBB');
  expect(withPin(two, form, 'CC', ['AA', 'BB']).fields.fingerprints).toBe('CC');
});
