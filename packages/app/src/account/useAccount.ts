import { useCallback, useEffect, useState } from 'react';
import {
  errorApiRef,
  identityApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { recallSignedOut, rememberSignedOut } from './signedOut';

/** Who is signed in, in words for people. */
export interface Account {
  name: string;
  /** The address or entity that tells two people of one name apart. */
  detail: string;
}

/** Who is signed in, and the way out; undefined until it is known. */
export function useAccount(): {
  account: Account | undefined;
  signOut: () => void;
} {
  const identity = useApi(identityApiRef);
  const errors = useApi(errorApiRef);
  const [account, setAccount] = useState<Account>();

  useEffect(() => {
    let current = true;
    Promise.all([identity.getProfileInfo(), identity.getBackstageIdentity()])
      .then(([profile, { userEntityRef }]) => {
        if (!current) return;
        const user = userEntityRef.replace(/^user:(default\/)?/, '');
        setAccount({
          name: profile.displayName ?? user,
          detail: profile.email ?? user,
        });
      })
      .catch(error => errors.post(error));
    return () => {
      current = false;
    };
  }, [identity, errors]);

  const signOut = useCallback(() => {
    rememberSignedOut(sessionStorage);
    identity.signOut().catch(error => {
      recallSignedOut(sessionStorage);
      errors.post(error);
    });
  }, [identity, errors]);

  return { account, signOut };
}
