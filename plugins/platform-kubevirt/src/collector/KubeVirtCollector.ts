import type {
  CollectContext,
  Observation,
  PlatformCheck,
  PlatformCollector,
  PlatformSignal,
  WatchContext,
} from '@flyloft/plugin-inventory-node';
import type { KubernetesClient } from '../client/KubernetesClient';
import { isKubernetesFailure } from '../client/KubernetesError';
import { selfSchema } from '../wire/things';
import { servedGroups, versionsOf } from './Catalogue';
import { asCheckError } from './checkError';
import { versionWords } from './cluster';
import { CollectionRun, type RunSettings } from './CollectionRun';
import { kinds, servedKind, type ServedGroups } from './kinds';
import { neededRights, rightName } from './privileges';
import { missingRights } from './RightsReader';
import { watchKinds } from './watchKinds';

const reviewOfSelf = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

/**
 * Collects one Kubernetes cluster with KubeVirt. It says what it saw and what
 * it could not see; it never says that something is missing.
 */
export class KubeVirtCollector implements PlatformCollector {
  constructor(
    private readonly client: KubernetesClient,
    private readonly settings: RunSettings,
  ) {}

  async *collect(context: CollectContext): AsyncGenerator<Observation> {
    // Ends the calls under way when the engine stops taking, too.
    const stop = new AbortController();
    const signal = AbortSignal.any([context.signal, stop.signal]);
    try {
      yield* new CollectionRun(this.client, this.settings, {
        ...context,
        signal,
      }).observations();
    } finally {
      stop.abort();
    }
  }

  async *watch({ signal }: WatchContext): AsyncGenerator<PlatformSignal> {
    const served = await servedGroups(this.client, signal);
    yield* watchKinds(this.client, served, signal);
  }

  async check(signal: AbortSignal): Promise<PlatformCheck> {
    try {
      const served = await servedGroups(this.client, signal);
      const versions = await versionsOf(this.client, served, signal);
      const missing = await missingRights(
        this.client,
        neededRights(served),
        signal,
      );
      return {
        version: versionWords(versions),
        identity: await this.identity(signal),
        missingPrivileges: missing.map(right => ({
          path: 'the whole cluster',
          privilege: rightName(right),
          what: right.what,
        })),
        guests: await this.countGuests(served, signal),
      };
    } catch (error) {
      throw asCheckError(error);
    }
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async identity(signal: AbortSignal): Promise<string> {
    try {
      const { status } = await this.client.review(
        reviewOfSelf,
        { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
        selfSchema,
        signal,
      );
      return status.userInfo.username;
    } catch (error) {
      // Served since Kubernetes 1.28, and only where it is not switched off.
      if (!isKubernetesFailure(error, 'not-found', 'refused')) throw error;
      return 'not told by this version of Kubernetes';
    }
  }

  private async countGuests(
    served: ServedGroups,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const kind = servedKind(kinds.virtualMachines, served);
    if (!kind) return undefined;
    try {
      const page = await this.client.page(kind, { limit: 1 }, signal);
      if (page.continueToken !== null && page.remaining === null) {
        return undefined;
      }
      return page.items.length + (page.remaining ?? 0);
    } catch (error) {
      if (!isKubernetesFailure(error, 'refused')) throw error;
      return undefined;
    }
  }
}
