import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { collectedFacts } from './collectedFacts';
import { neededRights } from './collector/privileges';
import { readerRole, readerRules } from './readerRole';
import { kinds } from './collector/kinds';

const served = new Map(
  Object.values(kinds).map(kind => [kind.group, [...kind.versions]]),
);

it('the role grants every right that a check asks for', () => {
  const rules = readerRules();
  for (const { group, resource, subresource } of neededRights(served)) {
    const name = subresource ? `${resource}/${subresource}` : resource;
    expect(rules).toContain(group === '' ? "apiGroups: ['']" : group);
    expect(rules).toContain(name);
  }
  expect(rules).not.toMatch(/create|update|patch|delete|secrets|\*/);
});

it('the guide for operators shows the role as it is', () => {
  const guide = readFileSync(
    // eslint-disable-next-line no-restricted-syntax -- tests run from the sources
    resolve(__dirname, '../../../docs/operators/kubevirt.md'),
    'utf8',
  );
  expect(guide).toContain(readerRole);
});

it('says of every fact that it is collected, or why it is not', () => {
  for (const answer of Object.values(collectedFacts)) {
    expect(answer === 'yes' || answer.no.length > 10).toBe(true);
  }
});
