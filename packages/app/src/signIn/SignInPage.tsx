import { useEffect, useState } from 'react';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Button } from '@backstage/ui';
import { recallSignedOut } from '../account/signedOut';
import { LogoFull } from '../brand/Logo';
import { useSignIn } from './useSignIn';
import styles from './SignInPage.module.css';

/** The one page that is shown to whoever is not signed in. */
export function SignInPage({ onSignInSuccess }: SignInPageProps) {
  const { state, signIn, signInAgain } = useSignIn(onSignInSuccess);
  const justLeft = useJustLeft();
  if (state.step === 'checking') {
    return (
      <div className={styles.ground} role="status">
        Looking for your session…
      </div>
    );
  }
  const problem = state.step === 'signed-out' ? state.problem : undefined;
  return (
    <main className={styles.ground}>
      <section className={styles.card} aria-labelledby="sign-in-title">
        <LogoFull className={styles.logo} />
        <h1 id="sign-in-title" className={styles.title}>
          {justLeft ? 'You are signed out' : 'Sign in to Flyloft'}
        </h1>
        <p className={styles.text}>
          {justLeft
            ? 'Your identity provider may still know you on this computer. If others use it too, sign out there as well.'
            : 'See what runs in your data centres, where it runs and what it is called. Your identity provider asks who you are.'}
        </p>
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
          onPress={problem ? signInAgain : signIn}
        >
          {problem ? 'Sign in again' : 'Sign in'}
        </Button>
      </section>
    </main>
  );
}

function useJustLeft(): boolean {
  const [justLeft, setJustLeft] = useState(false);
  useEffect(() => setJustLeft(recallSignedOut(sessionStorage)), []);
  return justLeft;
}
