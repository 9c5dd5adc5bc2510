import type { PlatformForm } from '@flyloft/plugin-inventory-node';
import { readerRole } from './readerRole';
import { defaultLabels } from './collector/settings';

/** What the page asks about a cluster; the keys are those of `config.d.ts`. */
export const kubevirtForm: PlatformForm = {
  title: 'KubeVirt',
  summary: 'One Kubernetes cluster with KubeVirt in it.',
  preparation: [
    {
      title: 'Make an account that may read',
      text: 'Save this as flyloft-reader.yaml and apply it as an administrator of the cluster: kubectl apply -f flyloft-reader.yaml',
      code: readerRole,
    },
    {
      title: 'Show its token',
      text: 'The token does not expire; deleting the secret ends it.',
      code: 'kubectl -n flyloft get secret flyloft-reader -o jsonpath="{.data.token}" | base64 -d\n',
    },
  ],
  fields: [
    {
      name: 'signIn',
      label: 'How the portal signs in',
      kind: 'choice',
      formOnly: true,
      default: 'token',
      choices: [
        { value: 'token', label: 'Token of a service account' },
        { value: 'certificate', label: 'Client certificate' },
        { value: 'kubeconfig', label: 'Kubeconfig' },
      ],
    },
    {
      name: 'server',
      label: 'API server',
      kind: 'url',
      required: true,
      endpoint: true,
      help: 'With a kubeconfig: the server that it names.',
      placeholder: 'https://kubernetes.example.org:6443',
    },
    {
      name: 'token',
      label: 'Token',
      kind: 'secret',
      required: true,
      when: { field: 'signIn', is: 'token' },
    },
    {
      name: 'clientCertificate',
      label: 'Client certificate, in PEM',
      kind: 'multiline',
      required: true,
      placeholder: '-----BEGIN CERTIFICATE-----',
      when: { field: 'signIn', is: 'certificate' },
    },
    {
      name: 'clientKey',
      label: "The certificate's private key, in PEM",
      kind: 'secret',
      multiline: true,
      required: true,
      when: { field: 'signIn', is: 'certificate' },
    },
    {
      name: 'kubeconfig',
      label: 'Kubeconfig',
      kind: 'secret',
      multiline: true,
      required: true,
      help: 'As kubectl config view --flatten --minify --raw shows it, with a token or a client certificate in it.',
      when: { field: 'signIn', is: 'kubeconfig' },
    },
    {
      name: 'context',
      label: 'Context',
      kind: 'text',
      help: 'Empty: the current one.',
      when: { field: 'signIn', is: 'kubeconfig' },
    },
    {
      name: 'ca',
      label: "The cluster's own CA, in PEM",
      kind: 'multiline',
      help: 'Empty: the fingerprints below or a public authority decides.',
      placeholder: '-----BEGIN CERTIFICATE-----',
    },
    {
      name: 'fingerprints',
      label: "SHA-256 fingerprints of the API server's certificate",
      kind: 'fingerprints',
      help: 'Testing the connection shows them. With a CA, both must hold.',
    },
    {
      name: 'clusterName',
      label: 'What the cluster is called',
      kind: 'text',
      help: "Empty: the platform's id.",
      advanced: true,
    },
    {
      name: 'organizationLabel',
      label: 'Label of namespaces that names the organization',
      kind: 'text',
      default: defaultLabels.organization,
      advanced: true,
    },
    {
      name: 'vdcLabel',
      label: 'Label of namespaces that names the virtual data centre',
      kind: 'text',
      default: defaultLabels.vdc,
      advanced: true,
    },
    {
      name: 'uiUrl',
      label: 'Where people open the console',
      kind: 'url',
      help: 'The OpenShift console or another with its paths. Empty: no links.',
      advanced: true,
    },
    {
      name: 'requestTimeout',
      label: 'How long a call may take, in seconds',
      kind: 'seconds',
      default: 30,
      minimum: 1,
      maximum: 300,
      advanced: true,
    },
  ],
};
