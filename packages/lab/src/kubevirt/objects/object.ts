/** What every object of the API begins with. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [part: string]: unknown;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  [part: string]: unknown;
}

/** RFC 3339 without fractions, as Kubernetes writes times. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** When the cluster was set up: the age of what nobody made by hand. */
export const CLUSTER_MADE: string = '2025-01-15T08:00:00Z';

/** A name that the API takes: small letters, digits and dashes. */
export function dnsName(text: string): string {
  const name = text.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return name.replace(/^-+|-+$/g, '').slice(0, 63) || 'unnamed';
}

/** The place of an object in lists of its kind. */
export function keyOf({
  namespace,
  name,
}: Pick<ObjectMeta, 'namespace' | 'name'>): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
