import type { ReactNode } from 'react';
import { infrastructureReadPermission } from '@flyloft/plugin-inventory-common';
import {
  ErrorPanel,
  Notice,
  PageFrame,
  type Answer,
  type Crumb,
  Waiting,
} from '@flyloft/ui-kit';
import { usePlatformFreshness } from '../platforms/usePlatformFreshness';

/** The page of one host, cluster or network: waits, fails, refuses alike. */
export function DetailFrame<
  T extends { name: string; platformId: string },
>(props: {
  answer: Answer<T>;
  /** The kind of thing: `Host`. */
  kind: string;
  breadcrumbs: Crumb[];
  /** Both are told the platform's title. */
  beside: (thing: T, platform: string) => ReactNode;
  actions?: (thing: T, platform: string) => ReactNode;
  children: (thing: T) => ReactNode;
}) {
  const { answer, kind, breadcrumbs } = props;
  const thing = answer.outdated ? undefined : answer.data;
  const freshness = usePlatformFreshness(thing?.platformId);
  if (!thing) {
    return (
      <PageFrame title={kind} breadcrumbs={breadcrumbs}>
        {answer.error !== undefined ? (
          <ErrorPanel
            error={answer.error}
            what={`this ${kind.toLocaleLowerCase()}`}
            permission={infrastructureReadPermission.name}
            onRetry={answer.reload}
          />
        ) : (
          <Waiting lines={12} />
        )}
      </PageFrame>
    );
  }
  const platform = freshness?.platforms[0]?.title ?? thing.platformId;
  return (
    <PageFrame
      title={thing.name}
      beside={props.beside(thing, platform)}
      breadcrumbs={breadcrumbs}
      freshness={freshness}
      actions={props.actions?.(thing, platform)}
    >
      {answer.error !== undefined && (
        <Notice tone="problem">
          It could not be loaded again; what is shown is the last answer.
        </Notice>
      )}
      {props.children(thing)}
    </PageFrame>
  );
}
