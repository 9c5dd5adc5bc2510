import fc from 'fast-check';
import { cutUserData } from './cutUserData';

const canary = 'canary-7f3a';

it('cuts user data wherever it lies, annotations included', () => {
  const object = {
    metadata: {
      name: 'a',
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': `{"x":"${canary}"}`,
        other: ` [{"y":"${canary}"}]`,
        description: 'Kept',
      },
      managedFields: [{ fieldsV1: { [canary]: {} } }],
    },
    spec: {
      template: {
        spec: {
          volumes: [
            { name: 'a', cloudInitNoCloud: { userData: canary } },
            {
              name: 'b',
              cloudInitConfigDrive: {
                userDataBase64: canary,
                networkData: canary,
              },
            },
            { name: 'c', sysprep: { configMap: { name: canary } } },
            { name: 'd', cloudInitNoCloud: { networkDataBase64: canary } },
          ],
          accessCredentials: [{ sshPublicKey: { source: canary } }],
        },
      },
    },
  };
  const cut = JSON.stringify(cutUserData(object));
  expect(cut).not.toContain(canary);
  expect(cut).toContain('"description":"Kept"');
  expect(cut).toContain('"name":"d"');
});

it('finds it at any depth', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant('list'), fc.string()), { maxLength: 12 }),
      fc.constantFrom('userData', 'userDataBase64', 'networkData', 'sysprep'),
      (path, key) => {
        const deep = path.reduceRight<unknown>(
          (inner, step) => (step === 'list' ? [1, inner] : { [step]: inner }),
          { [key]: canary },
        );
        expect(JSON.stringify(cutUserData(deep))).not.toContain(canary);
      },
    ),
  );
});
