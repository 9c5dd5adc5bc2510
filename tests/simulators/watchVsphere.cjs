/**
 * Watches a vCenter until something changed, which it does itself: switches a
 * machine off. Prints what the watch told.
 */
const {
  InventoryReader,
} = require('../../plugins/platform-vsphere/src/client/InventoryReader.ts');
const {
  VsphereClient,
} = require('../../plugins/platform-vsphere/src/client/VsphereClient.ts');
const {
  vspherePlatform,
} = require('../../plugins/platform-vsphere/src/vspherePlatform.ts');
const { ConfigReader } = require('@backstage/config');

const target = JSON.parse(process.argv[2]);
const signal = AbortSignal.timeout(60_000);

async function switchOff(client) {
  const reader = new InventoryReader({ client, signal, pageSize: 100 });
  for await (const { ref, properties } of reader.objects({
    kind: 'VirtualMachine',
    paths: ['runtime.powerState'],
  })) {
    if (properties.get('runtime.powerState').text !== 'poweredOn') continue;
    await client.callIn(await client.session(signal), {
      method: 'PowerOffVM_Task',
      target: ref,
      signal,
    });
    return;
  }
}

async function main() {
  const collector = vspherePlatform.createCollector({
    id: 'vcsim',
    title: 'vcsim',
    config: new ConfigReader({
      endpoint: target.endpoint,
      username: target.username,
      password: target.password,
      fingerprints: [target.fingerprint],
    }),
  });
  const client = new VsphereClient({
    endpoint: target.endpoint,
    username: target.username,
    password: target.password,
    trust: { fingerprints: [target.fingerprint] },
    requestTimeoutMilliseconds: 60_000,
  });
  const told = [];
  for await (const each of collector.watch({ signal, logger: console })) {
    told.push(each);
    if (each === 'ready') await switchOff(client);
    if (each === 'changed') break;
  }
  await client.close();
  await collector.close();
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
