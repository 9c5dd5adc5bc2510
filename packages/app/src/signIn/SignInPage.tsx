import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Button } from '@backstage/ui';
import { useDocumentTitle } from '@flyloft/ui-kit';
import { LogoFull } from '../brand/Logo';
import { useLoadedNames } from '../brand/useLoadedNames';
import { useSignIn } from './useSignIn';
import styles from './SignInPage.module.css';

/** The one page that is shown to whoever is not signed in. */
export function SignInPage(
  props: SignInPageProps & {
    /** Takes the browser to the identity provider; tests look where to. */
    leaveFor?: (address: string) => void;
  },
) {
  const { state, signIn } = useSignIn(props.onSignInSuccess, props.leaveFor);
  const { portal, organization } = useLoadedNames();
  useDocumentTitle('Sign in');
  if (state.step === 'checking') {
    return (
      <div className={styles.ground} role="status">
        Looking for your session…
      </div>
    );
  }
  const signedOut = state.step === 'signed-out' ? state : undefined;
  const { problem, justLeft, ended } = signedOut ?? {};
  return (
    <main className={styles.ground}>
      <section className={styles.card} aria-labelledby="sign-in-title">
        <LogoFull className={styles.logo} />
        <h1 id="sign-in-title" className={styles.title}>
          {justLeft || ended ? 'You are signed out' : `Sign in to ${portal}`}
        </h1>
        {organization && <p className={styles.whose}>{organization}</p>}
        <p className={styles.text}>
          {justLeft
            ? 'Your identity provider may still know you on this computer. If others use it too, sign out there as well.'
            : 'See what runs in your data centres, where it runs and what it is called. Your identity provider asks who you are.'}
        </p>
        {ended && (
          <p className={styles.text} role="status">
            {ended}
          </p>
        )}
        {problem && (
          <div className={styles.problem} role="alert">
            <strong>You were not signed in.</strong> {problem}
          </div>
        )}
        <Button
          variant="primary"
          size="medium"
          className={styles.button}
          isPending={state.step === 'leaving'}
          onPress={signIn}
        >
          {problem ? 'Sign in again' : 'Sign in'}
        </Button>
      </section>
    </main>
  );
}
