import { byteOrderMark } from '@flyloft/backend-kit';
import { readImport } from './readImport';

async function* pieces(content: string | Uint8Array, size = 7) {
  const bytes = Buffer.from(content as string);
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

const read = (content: string | Uint8Array, limits?: never) =>
  readImport(pieces(content), ['cost_centre'], limits);

const cellsOf = async (content: string) =>
  (await read(content)).rows.map(({ cells }) => Object.fromEntries(cells));

describe('a file', () => {
  it.each([
    ['commas', 'name,project\r\nweb,a\r\n'],
    ['semicolons', 'name;project\nweb;a\n'],
    ['a byte order mark', `${byteOrderMark}name,project\nweb,a`],
    ['quotes', '"name","project"\n"web","a"'],
    ['line ends of old', 'name,project\rweb,a\r'],
    ['lines of nothing', 'name,project\n\n,\nweb,a\n,\n'],
  ])('with %s is read', async (_with, content) => {
    expect(await cellsOf(content)).toEqual([{ name: 'web', project: 'a' }]);
  });

  it('keeps letters that a piece of the body cuts in two, and gives formulas back', async () => {
    expect(await cellsOf("name,project\nÜmläut€🙂,'=1+1")).toEqual([
      { name: 'Ümläut€🙂', project: '=1+1' },
    ]);
  });

  it('says on which line a row begins, and which columns it leaves aside', async () => {
    const file = await read(
      'id,name,memoryBytes,notes,custom.cost_centre\nx,a,1,"two\nlines",4\ny,b,2,one,5\n',
    );
    expect(file.rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(file).toMatchObject({
      columns: ['notes', 'custom.cost_centre'],
      ignoredColumns: ['memoryBytes'],
    });
  });

  it.each([
    ['', /is empty/],
    [
      'name,colour\na,b',
      /no column 'colour'; there are id, .*custom\.cost_centre/,
    ],
    ['name,custom.gone\na,b', /no column 'custom.gone'/],
    ['name,project,project\n', /'project' is there twice/],
    ['name,vcpus\na,4', /no column to import/],
    ['externalId,project\n1,a', /which guest/],
    ['name,tags,tags+\na,b,c', /leave it out/],
    ['name,project\n"a,b', /no CSV: line \d+/],
    ['name,project\na,=HYPERLINK("b")\n', /no CSV: line 2 has a quote/],
    ['name,project\na,"b"c\n', /no CSV: line 2 has a quote/],
    [Buffer.from('name,project\nM\xfcller,a', 'latin1'), /not UTF-8/],
  ])('is refused with what would be right: %s', async (content, message) => {
    await expect(read(content)).rejects.toThrow(message);
    await expect(read(content)).rejects.toMatchObject({ name: 'InputError' });
  });

  it('has so many bytes and rows at most', async () => {
    const content = 'name,project\na,b\nc,d\n';
    await expect(
      readImport(pieces(content), [], { bytes: 10, rows: 9 }),
    ).rejects.toMatchObject({ statusCode: 413 });
    await expect(
      readImport(pieces(content), [], { bytes: 1000, rows: 1 }),
    ).rejects.toThrow(/more than 1 rows/);
  });

  it('says of a row with too many cells what is wrong', async () => {
    const { rows } = await read('name,project\nweb,a,b\n');
    expect(rows[0]!.fault).toMatch(/has 3 cells, the headings 2/);
  });
});
