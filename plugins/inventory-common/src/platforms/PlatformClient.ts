import { InventoryCalls, type CallOptions } from '../client/InventoryCalls';
import type {
  PlatformAddition,
  PlatformEdit,
  PlatformEntry,
  PlatformRemoval,
  PlatformRemovalRequest,
  PlatformTrial,
  PlatformTypeDescription,
} from './platformEntry';
import type { PlatformTest } from './platformTest';

const path = 'configured-platforms';
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;

/** The edit is refused when it is no longer this version. */
const match = (version: number) => ({ 'If-Match': `"${version}"` });

/** The platforms that people configure, for pages. */
export class PlatformClient extends InventoryCalls {
  list(options?: CallOptions) {
    return this.get<{ items: PlatformEntry[] }>(path, {}, options);
  }

  find(id: string, options?: CallOptions) {
    return this.get<PlatformEntry>(pathOf(id), {}, options);
  }

  listTypes(options?: CallOptions) {
    return this.get<{ items: PlatformTypeDescription[] }>(
      'platform-types',
      {},
      options,
    );
  }

  add(platform: PlatformAddition, options?: CallOptions) {
    return this.post<PlatformEntry>(path, platform, options);
  }

  edit(id: string, version: number, edit: PlatformEdit, options?: CallOptions) {
    return this.sendBody<PlatformEntry>(
      'PUT',
      pathOf(id),
      edit,
      options,
      match(version),
    );
  }

  setEnabled(
    { id, version }: Pick<PlatformEntry, 'id' | 'version'>,
    enabled: boolean,
    options?: CallOptions,
  ) {
    return this.sendBody<PlatformEntry>(
      'POST',
      `${pathOf(id)}/${enabled ? 'enable' : 'disable'}`,
      {},
      options,
      match(version),
    );
  }

  /** What goes, or stays behind, when a platform is removed. */
  previewRemoval(id: string, options?: CallOptions) {
    return this.get<PlatformRemoval>(`${pathOf(id)}/removal`, {}, options);
  }

  remove(
    { id, version }: Pick<PlatformEntry, 'id' | 'version'>,
    request: PlatformRemovalRequest,
    options?: CallOptions,
  ) {
    return this.sendBody<PlatformEntry>(
      'POST',
      `${pathOf(id)}/remove`,
      request,
      options,
      match(version),
    );
  }

  /** Tries settings out before they are saved. */
  test(trial: PlatformTrial, options?: CallOptions) {
    return this.post<PlatformTest>(`${path}/test`, trial, options);
  }

  /** Tries a platform out as it is saved, or as the files have it. */
  testSaved(id: string, options?: CallOptions) {
    return this.post<PlatformTest>(`${pathOf(id)}/test`, {}, options);
  }
}
