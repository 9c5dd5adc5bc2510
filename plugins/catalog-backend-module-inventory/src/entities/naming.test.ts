import fc from 'fast-check';
import { catalogTag, entityName, partName } from './naming';

const catalogName = /^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,61}[a-zA-Z0-9])?$/;
const catalogTagPattern = /^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$/;

describe('names in the catalog', () => {
  it('fit its rules for any id', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string(), (id, key) => {
        for (const kind of ['guest', 'host', 'cluster', 'network'] as const) {
          expect(entityName(kind, id)).toMatch(catalogName);
        }
        expect(partName('port', id, key)).toMatch(catalogName);
        expect(partName('address', id, key)).toMatch(catalogName);
      }),
    );
  });

  it('differ for the parts of different guests', () => {
    expect(partName('port', 'a', 'net0')).not.toBe(
      partName('port', 'b', 'net0'),
    );
  });
});

describe('tags in the catalog', () => {
  it('fit its rules, or are left out', () => {
    fc.assert(
      fc.property(fc.string(), tag => {
        const clean = catalogTag(tag);
        if (clean === null) return;
        expect(clean).toMatch(catalogTagPattern);
        expect(clean.length).toBeLessThanOrEqual(63);
      }),
    );
  });

  it.each([
    ['Prod_Web', 'prod-web'],
    ['--x--', 'x'],
    ['***', null],
  ])('%p becomes %p', (tag, clean) => {
    expect(catalogTag(tag)).toBe(clean);
  });
});
