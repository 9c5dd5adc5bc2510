import { typedAs } from './guestSearch';

describe('what a typed text may be', () => {
  it.each([
    ['bc:24:11', 'bc2411000000', 'bc2411ffffff'],
    ['BC-24-11-00-0A-01', 'bc2411000a01', 'bc2411000a01'],
    ['bc:2', 'bc2000000000', 'bc2fffffffff'],
  ])('%s begins a MAC', (text, from, to) => {
    expect(typedAs(text).macRange).toEqual({ from, to });
  });

  it('reads the beginning of a UUID as a range', () => {
    expect(typedAs('4d3c2b1a-0f').uuidRange).toEqual({
      from: '4d3c2b1a-0f00-0000-0000-000000000000',
      to: '4d3c2b1a-0fff-ffff-ffff-ffffffffffff',
    });
  });

  it('reads digits as a VM id', () => {
    expect(typedAs('101')).toEqual({
      macRange: null,
      uuidRange: null,
      vmId: '101',
    });
  });

  it.each(['web-07', '4d3c2b1a', 'zz:zz', 'a'])(
    'finds nothing special in %s',
    text => {
      expect(typedAs(text)).toEqual({
        macRange: null,
        uuidRange: null,
        vmId: null,
      });
    },
  );
});
