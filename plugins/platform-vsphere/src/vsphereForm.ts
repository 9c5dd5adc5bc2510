import type { PlatformForm } from '@flyloft/plugin-inventory-node';

/** What the page asks about a vCenter; the keys are those of `config.d.ts`. */
export const vsphereForm: PlatformForm = {
  title: 'VMware vSphere',
  summary: 'One vCenter of version 6.5 to 8, or a single ESXi host.',
  preparation: [
    {
      title: 'Make a user that may read',
      text: 'With govc, signed in as an administrator. The built-in role "ReadOnly" on the root folder, passed on to its children, is all that is needed.',
      code: [
        "govc sso.user.create -p 'a long password' flyloft",
        'govc permissions.set -principal flyloft@vsphere.local -role ReadOnly -propagate=true /',
        '',
      ].join('\n'),
    },
  ],
  fields: [
    {
      name: 'endpoint',
      label: 'vCenter',
      kind: 'url',
      required: true,
      endpoint: true,
      placeholder: 'https://vcenter.example.org',
    },
    {
      name: 'username',
      label: 'User with domain',
      kind: 'text',
      required: true,
      placeholder: 'flyloft@vsphere.local',
    },
    {
      name: 'password',
      label: 'Password',
      kind: 'secret',
      required: true,
    },
    {
      name: 'fingerprints',
      label: "SHA-256 fingerprint of vCenter's certificate",
      kind: 'fingerprints',
      help: 'Testing the connection shows it. Empty: a public authority or the CA below decides.',
    },
    {
      name: 'ca',
      label: "vCenter's own CA, in PEM",
      kind: 'multiline',
      help: 'From https://your-vcenter/certs/download.zip. With fingerprints, both must hold.',
      placeholder: '-----BEGIN CERTIFICATE-----',
      advanced: true,
    },
    {
      name: 'uiUrl',
      label: 'Where people open the vSphere client',
      kind: 'url',
      help: 'Empty: vCenter itself.',
      advanced: true,
    },
    {
      name: 'pageSize',
      label: 'Machines in an answer',
      kind: 'number',
      default: 250,
      minimum: 10,
      maximum: 1000,
      advanced: true,
    },
    {
      name: 'requestTimeout',
      label: 'How long vCenter may be silent',
      kind: 'seconds',
      default: 60,
      minimum: 1,
      maximum: 600,
      advanced: true,
    },
  ],
};
