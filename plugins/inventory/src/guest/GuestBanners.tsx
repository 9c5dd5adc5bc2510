import type { GuestDetail } from '@flyloft/plugin-inventory-common';
import { ExactTime, Notice, PastNotice, RelativeTime } from '@flyloft/ui-kit';
import { detailPath } from '../paths';
import { InfrastructureLink } from '../platforms/InfrastructureLink';

/** What changes how a guest's facts must be read. */
export function GuestBanners(props: {
  guest: GuestDetail;
  onReturn: () => void;
}) {
  const { guest } = props;
  return (
    <>
      {guest.at && (
        <PastNotice what="this guest" at={guest.at} onReturn={props.onReturn} />
      )}
      {guest.visibility === 'deleted' && (
        <Notice tone="problem">
          It is deleted since <ExactTime at={guest.deletedAt} />
          {guest.deletedReason && `: ${guest.deletedReason}`}. What is shown is
          its last known state.
        </Notice>
      )}
      {guest.visibility === 'unreachable' && (
        <Notice tone="stale">
          The last sync could not see it:{' '}
          {guest.host ? (
            <>
              its host{' '}
              <InfrastructureLink href={detailPath('hosts', guest.host.id)}>
                {guest.host.name}
              </InfrastructureLink>
            </>
          ) : (
            'its host'
          )}{' '}
          does not answer, or it may no longer be read there. What is shown was
          last seen <RelativeTime at={guest.lastSeenAt} />; whether it still
          runs is not known.
        </Notice>
      )}
      {guest.identityDoubt && (
        <Notice tone="stale">
          Possibly another machine than before under the same id:{' '}
          {guest.identityDoubt}. Its history may belong to a predecessor.
        </Notice>
      )}
    </>
  );
}
