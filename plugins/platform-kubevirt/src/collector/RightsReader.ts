import { inCompletionOrder } from '@flyloft/plugin-inventory-node';
import type { KubernetesClient } from '../client/KubernetesClient';
import { reviewSchema } from '../wire/things';
import type { NeededRight } from './privileges';

const reviewPath = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** The rights that we do not have over the whole cluster, in the order they were asked. */
export async function missingRights(
  client: KubernetesClient,
  rights: readonly NeededRight[],
  signal: AbortSignal,
): Promise<NeededRight[]> {
  const missing = new Set<NeededRight>();
  for await (const { right, allowed } of inCompletionOrder(
    each(rights),
    8,
    async wanted => {
      const { verb, group, resource, subresource } = wanted;
      const { status } = await client.review(
        reviewPath,
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes: { verb, group, resource, subresource } },
        },
        reviewSchema,
        signal,
      );
      return { right: wanted, allowed: status.allowed };
    },
  )) {
    if (!allowed) missing.add(right);
  }
  return rights.filter(right => missing.has(right));
}
