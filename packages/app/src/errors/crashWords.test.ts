import { crashWords } from './crashWords';

describe('the words for a part that broke', () => {
  it('asks for a fresh load when a script is gone, for nothing else helps', () => {
    const error = new Error('Loading chunk 12 failed.');
    error.name = 'ChunkLoadError';
    expect(crashWords(error, 'Inventory').needsReload).toBe(true);
  });

  it('names the part and gives something to quote', () => {
    const words = crashWords(new TypeError('x is undefined'), 'Inventory');
    expect(words.title).toBe('A part of Inventory could not be shown');
    expect(words.reference).toBe('Inventory: TypeError: x is undefined');
    expect(words.needsReload).toBe(false);
  });

  it('does without the name of a part', () => {
    expect(crashWords(new Error('x'), undefined).reference).toBe(
      'portal: Error: x',
    );
  });
});
