import { secretsCommand } from './secretsCommand';

const state = {
  place: 'postgresql' as const,
  problems: [] as string[],
  postgresql: 2,
  vault: 0,
  keys: [{ id: 'abc', secrets: 2, current: true, there: true }],
  vaultConfigured: false,
};
const failed = [{ name: 'inventory/a', problem: 'its key x is missing' }];

function run(asked: string, part: object = {}) {
  const lines: string[] = [];
  const upkeep = {
    state: async () => state,
    rotate: jest.fn(async () => ({ done: 2, failed: [] })),
    move: jest.fn(async () => ({ done: 1, failed })),
    ...part,
  };
  const status = secretsCommand(upkeep, asked.split(' '), line =>
    lines.push(line),
  );
  return { status, lines, upkeep };
}

it('says how the store is', async () => {
  const { status, lines } = run('check');
  expect(await status).toBe(0);
  expect(lines).toEqual([
    'New secrets go to postgresql. 2 lie in PostgreSQL, 0 in Vault.',
    'Master key abc: current, 2 secrets',
    'All is well.',
  ]);
});

it('ends with 2 when a key is lost', async () => {
  const lost = { state: async () => ({ ...state, problems: ['key lost'] }) };
  const { status, lines } = run('check', lost);
  expect(await status).toBe(2);
  expect(lines.at(-1)).toBe('✗ key lost');
});

it.each([
  ['rotate', false],
  ['rotate --data-keys', true],
])('%s rotates', async (asked, dataKeys) => {
  const { status, lines, upkeep } = run(asked);
  expect(await status).toBe(0);
  expect(upkeep.rotate).toHaveBeenCalledWith({ dataKeys });
  expect(lines).toEqual(['2 secrets rotated.']);
});

it('moves, and names what it could not', async () => {
  const { status, lines, upkeep } = run('move --to vault');
  expect(await status).toBe(2);
  expect(upkeep.move).toHaveBeenCalledWith('vault');
  expect(lines).toEqual([
    '1 secrets moved.',
    '✗ inventory/a: its key x is missing',
  ]);
});

it.each(['', 'rotate --all', 'move', 'move --to nowhere'])(
  'does nothing for %j but say what it knows',
  async asked => {
    await expect(run(asked).status).rejects.toThrow(/rotate --data-keys/);
  },
);
