import type { ErrorDisplayProps } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import { Copyable } from '@flyloft/ui-kit';
import { crashWords } from './crashWords';
import styles from './errors.module.css';

/** A part of the portal broke while it was being drawn. */
export function CrashPanel({ plugin, error, resetError }: ErrorDisplayProps) {
  const words = crashWords(error, plugin?.title ?? plugin?.pluginId);
  return (
    <section className={styles.crash} role="alert">
      <h2 className={styles.title}>{words.title}</h2>
      <p>{words.meaning}</p>
      <p>{words.advice}</p>
      <p className={styles.quote}>
        Reference: <Copyable value={words.reference} mono />
      </p>
      <Flex gap="2">
        {!words.needsReload && (
          <Button variant="secondary" onPress={resetError}>
            Draw it again
          </Button>
        )}
        <Button
          variant={words.needsReload ? 'primary' : 'tertiary'}
          onPress={() => window.location.reload()}
        >
          Load the page again
        </Button>
      </Flex>
    </section>
  );
}
