import fc from 'fast-check';
import { cutSecrets, cutSecretsInText, isSecretName } from './cutSecrets';

const canary = 'cAnArY7391';

it.each([
  { cipassword: canary },
  { sshkeys: `ssh-ed25519%20${canary}` },
  { 'ssh-public-keys': canary },
  { password: canary },
  { nested: [{ tokenSecret: canary }] },
  { lxc: [['lxc.environment', `DB_PASSWORD=${canary}`]] },
  { lxc: [['my.secret', canary]] },
  { args: `-object secret,id=s0,data=${canary},format=raw -vnc :1` },
  { args: `-vnc 0.0.0.0:7,password=${canary}` },
  { hostpci0: `0000:01:00.0,romfile=x.bin,vendor-token=${canary}` },
  { description: `root password: ${canary}` },
  { description: `API_KEY="${canary} with spaces"` },
  { description: `see https://user:${canary}@nas.example.org/x` },
  { description: `Authorization: Bearer ${canary}` },
  {
    description: `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`,
  },
  { cicustom: `user=local:snippets/x.yaml,secret=${canary}` },
])('cuts the secret in %p', answer => {
  expect(JSON.stringify(cutSecrets(answer))).not.toContain(canary);
});

it('leaves what is no secret as it is', () => {
  const answer = {
    name: 'vault-1',
    net0: 'virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=10',
    agent: 'enabled=1,type=virtio',
    hostpci0: '0000:01:00.0,pcie=1,passthrough=1',
    scsi0: 'ceph-vm:vm-100-disk-0,size=16G',
    description: 'Keeps the tokens of others. Ask the password team.',
    cores: 4,
    onboot: true,
    nothing: null,
    lxc: [['lxc.apparmor.profile', 'unconfined']],
  };
  expect(cutSecrets(answer)).toEqual(answer);
});

it('cuts every secret at any depth, and does not change its input', () => {
  const secretName = fc.constantFrom(
    'cipassword',
    'password',
    'sshkeys',
    'tokenSecret',
    'api-key',
    'private_key',
    'PASSWD',
  );
  const holder = fc.oneof(
    secretName.map(name => ({ [name]: canary })),
    secretName.map(name => ({ [name]: { deep: [canary] } })),
    secretName
      .filter(name => name !== 'sshkeys')
      .map(name => ({ text: `a=1,${name}=${canary},b=2` })),
  );
  const { tree } = fc.letrec(tie => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      holder,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3 }),
      fc.jsonValue(),
    ),
  }));
  fc.assert(
    fc.property(tree, value => {
      const before = JSON.stringify(value);
      expect(JSON.stringify(cutSecrets(value)) ?? '').not.toContain(canary);
      expect(JSON.stringify(value)).toBe(before);
    }),
  );
});

it('cuts a value to its end, in quotes or only partly', () => {
  for (const value of ['"a b"', `'a b'`, '"a"b', `a'b c'd`, '""b', '"a']) {
    expect(cutSecretsInText(`password=${value}, more`)).toBe(
      'password=(cut), more',
    );
  }
});

it('cuts nothing twice', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('"', "'", ' ', ',', '=', 'password=', 'bearer '),
  );
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const text = pieces.join('');
      const once = cutSecretsInText(`password=${text}`);
      expect(cutSecretsInText(once)).toBe(once);
    }),
  );
});

it.each(['cipassword', 'sshkeys', 'tokenSecret', 'auth', 'API_KEY'])(
  'knows %p for a secret',
  name => expect(isSecretName(name)).toBe(true),
);
it.each(['name', 'net0', 'passthrough', 'author', 'keyboard', 'digest'])(
  'knows %p for none',
  name => expect(isSecretName(name)).toBe(false),
);
