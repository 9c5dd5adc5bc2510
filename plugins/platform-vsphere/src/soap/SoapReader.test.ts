import fc from 'fast-check';
import { fixture, element } from '../__testUtils__/SoapFixtures';
import { toPlain } from './SoapElement';
import { MalformedXmlError, SoapReader } from './SoapReader';

const answer = fixture('vcsim-0.24/virtual-machine.xml');

function read(xml: string, recordName?: string) {
  const reader = new SoapReader(recordName);
  const records = reader.push(xml);
  reader.finish();
  return { root: reader.root, records };
}

describe('reading an answer', () => {
  it.each([
    ['xsi', 'xsi'],
    ['XMLSchema-instance', 'XMLSchema-instance'],
    ['anything', 'anything'],
  ])('finds types by namespace, with the prefix %s', (_, prefix) => {
    const { root } = read(
      `<e:Envelope xmlns:e="urn:e" xmlns:${prefix}="http://www.w3.org/2001/XMLSchema-instance" xmlns:v="urn:vim25"><e:Body><val ${prefix}:type="v:VirtualDisk" type="not-it"/></e:Body></e:Envelope>`,
    );
    const value = root.child('Envelope.Body.val')!;
    expect(value.type).toBe('VirtualDisk');
    expect(value.referenceKind).toBe('not-it');
  });

  it('takes an attribute of another namespace for no type', () => {
    const { root } = read(
      '<e:Envelope xmlns:e="urn:e" xmlns:xsi="urn:something-else"><e:Body><val xsi:type="VirtualDisk"/></e:Body></e:Envelope>',
    );
    expect(root.child('Envelope.Body.val')!.type).toBeNull();
  });

  it('reads one of a list as well as many, and none', () => {
    expect(element('<a/>').all('b')).toHaveLength(0);
    expect(element('<a><b>1</b></a>').all('b')).toHaveLength(1);
    expect(element('<a><b>1</b><b>2</b></a>').all('b')).toHaveLength(2);
    expect(toPlain(element('<a><b>1</b><b>2</b><c>3</c></a>'))).toEqual({
      b: ['1', '2'],
      c: '3',
    });
  });

  it('hands records over and keeps nothing of them', () => {
    const { root, records } = read(answer, 'objects');
    expect(records.map(({ name }) => name)).toEqual(['objects', 'objects']);
    const returned = root.child(
      'Envelope.Body.RetrievePropertiesExResponse.returnval',
    )!;
    expect(returned.children).toEqual([]);
  });

  it('reads the same wherever the network cuts the answer', () => {
    const whole = read(answer, 'objects').records.map(toPlain);
    fc.assert(
      fc.property(
        fc.array(fc.nat(answer.length), { maxLength: 12 }),
        places => {
          const cuts = [0, ...places.sort((a, b) => a - b), answer.length];
          const reader = new SoapReader('objects');
          const records = cuts
            .slice(1)
            .flatMap((end, at) => reader.push(answer.slice(cuts[at], end)));
          reader.finish();
          expect(records.map(toPlain)).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses any answer that ends too early', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: answer.length - 3 }), length => {
        const reader = new SoapReader('objects');
        expect(() => {
          reader.push(answer.slice(0, length));
          reader.finish();
        }).toThrow(MalformedXmlError);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an unknown entity', '<a>&b;</a>'],
    ['a page of HTML', '<html><body>Sign in</body></html>'],
    ['JSON', '{"data": []}'],
    ['nothing', ''],
    ['an abyss', '<a>'.repeat(100)],
  ])('refuses %s', (_, xml) => {
    expect(() => read(xml)).toThrow(MalformedXmlError);
  });
});
