import { ButtonLink } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';

/** Opens a thing in its platform's own interface. */
export function PlatformLink(props: {
  url: string | null | undefined;
  /** The platform's title. */
  platform: string;
}) {
  if (!props.url) return null;
  return (
    <ButtonLink
      href={props.url}
      target="_blank"
      size="small"
      variant="secondary"
      iconEnd={<RiExternalLinkLine />}
    >
      Open on {props.platform}
    </ButtonLink>
  );
}
