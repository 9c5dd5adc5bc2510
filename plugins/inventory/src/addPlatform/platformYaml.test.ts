import fc from 'fast-check';
import { emptyPlatformForm, formProblems, platformYaml } from './platformYaml';
import { privilegesOf, tokenCommands } from './tokenCommands';

const form = {
  ...emptyPlatformForm,
  id: 'pve-west',
  endpoints: 'https://pve1.example.org:8006\nhttps://pve2.example.org:8006',
};

/** Any text, and often one with what means something in the file. */
const anyTitle = fc
  .array(fc.oneof(fc.string(), fc.constantFrom('${', '$$', '"', '\n', ': ')), {
    minLength: 1,
  })
  .map(parts => parts.join(''))
  .filter(title => title !== '');

describe('the configuration of a platform', () => {
  it('is complete and names a variable in place of the secret', () => {
    expect(formProblems(form)).toEqual({});
    expect(platformYaml(form)).toBe(`inventory:
  platforms:
    - id: pve-west
      type: proxmox
      title: "pve-west"
      schedule:
        frequency: { minutes: 5 }
      proxmox:
        endpoints:
          - "https://pve1.example.org:8006"
          - "https://pve2.example.org:8006"
        tokenId: "flyloft@pve!portal"
        tokenSecret: \${PVE_WEST_TOKEN_SECRET}
        ca:
          $file: pve-west-ca.pem
`);
  });

  it.each([
    [{ id: 'PVE West' }, 'id'],
    [{ endpoints: '' }, 'endpoints'],
    [{ endpoints: 'http://pve1:8006' }, 'endpoints'],
    [{ endpoints: 'https://root:secret@pve1:8006' }, 'endpoints'],
    [{ tokenId: 'root@pam' }, 'tokenId'],
    [{ trust: 'fingerprints', fingerprints: 'AA:BB' }, 'fingerprints'],
    [{ intervalMinutes: '0' }, 'intervalMinutes'],
  ] as const)('is not offered with %o', (part, field) => {
    expect(Object.keys(formProblems({ ...form, ...part }))).toEqual([field]);
  });

  it('keeps any title on its line and out of the variables', () => {
    fc.assert(
      fc.property(anyTitle, title => {
        const lines = platformYaml({ ...form, title }).split('\n');
        const line = lines.find(one => one.startsWith('      title: '))!;
        const text = line.slice('      title: '.length).replaceAll('$${', '${');
        expect(JSON.parse(text)).toBe(title);
        expect(line.replaceAll('$${', '')).not.toContain('${');
        expect(lines).toHaveLength(16);
      }),
    );
  });
});

describe('the commands for a token', () => {
  it('ask for reading only, by the names the release knows', () => {
    expect(privilegesOf('8')).toContain('VM.Monitor');
    expect(privilegesOf('9')).not.toContain('VM.Monitor');
    for (const privilege of privilegesOf('9'))
      expect(privilege).toMatch(/\.Audit$/);
  });

  it('give the role to the user and to the token', () => {
    const commands = tokenCommands('9', 'flyloft@pve!portal');
    expect(commands).toContain(
      "--tokens 'flyloft@pve!portal' --roles FlyloftReader",
    );
    expect(commands).toContain('--users flyloft@pve --roles FlyloftReader');
  });
});
