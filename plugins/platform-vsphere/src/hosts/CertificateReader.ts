import type { InventoryReader, ObjectContent } from '../client/InventoryReader';
import type { VsphereClient } from '../client/VsphereClient';
import { isVsphereFailure } from '../client/VsphereError';
import { certificateManagerOf } from './hosts';

/** Reads when the certificates of hosts end: one call for a page of hosts. */
export class CertificateReader {
  constructor(
    private readonly client: VsphereClient,
    private readonly reader: InventoryReader,
    private readonly signal: AbortSignal,
  ) {}

  /** Ends of certificates, ISO 8601, by certificate manager; silent hosts tell none. */
  async endsOf(hosts: readonly ObjectContent[]): Promise<Map<string, string>> {
    const { client, signal } = this;
    const managers = new Map(
      hosts.flatMap(host => {
        const ref = certificateManagerOf(host);
        return ref ? [[ref.id, ref] as const] : [];
      }),
    );
    if (managers.size === 0) return new Map();
    try {
      const content = await client.content(signal);
      const objects = await client.repeated(signal, async () =>
        this.reader.ofObjects(
          content,
          await client.session(signal),
          [...managers.values()],
          { kind: 'HostCertificateManager', paths: ['certificateInfo'] },
        ),
      );
      return new Map(
        objects.flatMap(({ ref, properties }) => {
          const text = properties.get('certificateInfo')?.textOf('notAfter');
          const time = Date.parse(text ?? '');
          return Number.isNaN(time)
            ? []
            : [[ref.id, new Date(time).toISOString()] as const];
        }),
      );
    } catch (error) {
      // Simulators don't have it, and an account may not be allowed to look:
      // the last known ends stay, and the hosts are no worse for it.
      if (isVsphereFailure(error, 'refused', 'not-found', 'fault')) {
        return new Map();
      }
      throw error;
    }
  }
}
