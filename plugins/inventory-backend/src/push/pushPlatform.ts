import {
  PlatformCheckError,
  type PlatformType,
} from '@flyloft/plugin-inventory-node';

/** The word in the configuration for platforms that a source pushes. */
export const pushType = 'push';

/** Whether a platform is fed by a source rather than read by the portal. */
export const isPushed = ({ type }: { type: string }): boolean =>
  type === pushType;

/** Platforms of type `push`: the portal waits for what their source sends. */
export const pushPlatform: PlatformType = {
  type: pushType,
  form: {
    title: 'Pushed by a source',
    summary:
      'A source of yours, such as an n8n workflow, sends what it reads. Make it a token under Admin, Tokens.',
    fields: [],
  },
  createCollector({ id }) {
    return {
      // Its runs are begun by the pushes themselves; none is ever queued.
      async *collect() {
        throw new Error(`The platform '${id}' is fed by push`);
      },
      async check() {
        throw new PlatformCheckError(
          'connection',
          'There is nothing to connect to: the source connects to us',
        );
      },
    };
  },
};
