import {
  askedFields,
  configOf,
  endpointsOf,
  fieldProblems,
} from './formValues';
import { platformIdPattern } from './platformEntry';
import type { PlatformForm } from './platformForm';

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
    {
      name: 'signIn',
      label: 'Sign in',
      kind: 'choice',
      formOnly: true,
      default: 'token',
      choices: [
        { value: 'token', label: 'Token' },
        { value: 'password', label: 'Password' },
      ],
    },
    {
      name: 'token',
      label: 'Token',
      kind: 'secret',
      required: true,
      when: { field: 'signIn', is: 'token' },
    },
    {
      name: 'password',
      label: 'Password',
      kind: 'secret',
      required: true,
      when: { field: 'signIn', is: 'password' },
    },
    { name: 'pins', label: 'Pins', kind: 'fingerprints' },
    { name: 'agent.enabled', label: 'Agent', kind: 'boolean', default: true },
    {
      name: 'agent.timeout',
      label: 'Agent time',
      kind: 'seconds',
      minimum: 1,
      maximum: 60,
    },
  ],
};
const good = { endpoints: ['https://a.example.org:8006'] };
const token = new Set(['token']);

it('has no platform whose page would be that of adding one', () => {
  expect(platformIdPattern.test('new')).toBe(false);
  expect(platformIdPattern.test('new-site')).toBe(true);
});

it('asks only what the choices lead to', () => {
  const names = (values: object) =>
    askedFields(form, { ...good, ...values }).map(field => field.name);
  expect(names({})).toContain('token');
  expect(names({})).not.toContain('password');
  expect(names({ signIn: 'password' })).not.toContain('token');
});

it.each([
  [{}, []],
  [{ endpoints: [] }, ['endpoints']],
  [{ endpoints: ['http://a.example.org'] }, ['endpoints']],
  [{ endpoints: ['https://root:pw@a.example.org'] }, ['endpoints']],
  [{ endpoints: 'https://a.example.org' }, ['endpoints']],
  [{ signIn: 'password' }, ['password']],
  [{ signIn: 'elsewise' }, ['signIn']],
  [{ pins: ['AA:BB'] }, ['pins']],
  [{ pins: [Array(32).fill('aB').join(':')] }, []],
  [{ 'agent.timeout': 0 }, ['agent.timeout']],
  [{ 'agent.timeout': 1.5 }, ['agent.timeout']],
  [{ 'agent.enabled': 'yes' }, ['agent.enabled']],
])('finds with %j what is wrong in %j', (change, fields) => {
  const problems = fieldProblems(form, { ...good, ...change } as never, token);
  expect(Object.keys(problems)).toEqual(fields);
});

it('makes the configuration of what is asked and filled in alone', () => {
  const values = {
    ...good,
    signIn: 'token',
    'agent.enabled': false,
    'agent.timeout': 5,
    pins: [],
    strange: 'thing',
  };
  expect(configOf(form, values, { token: 's', password: 'left over' })).toEqual(
    {
      endpoints: good.endpoints,
      token: 's',
      agent: { enabled: false, timeout: { seconds: 5 } },
    },
  );
});

it('knows where the portal would connect to', () => {
  expect(endpointsOf(form, good)).toEqual(good.endpoints);
  expect(endpointsOf(form, {})).toEqual([]);
});
