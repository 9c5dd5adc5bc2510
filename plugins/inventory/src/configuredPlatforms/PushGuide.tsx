import { ButtonLink } from '@backstage/ui';
import { CodeBlock, Section } from '@flyloft/ui-kit';
import { paths } from '../paths';
import styles from './configuredPlatforms.module.css';

/** How the source of a platform sends what it reads, with its address filled in. */
export function PushGuide({ platformId }: { platformId: string }) {
  const address = `${window.location.origin}/api/inventory/platforms/${platformId}/observations`;
  return (
    <Section
      title="How its source pushes"
      actions={
        <ButtonLink href={paths.tokens} size="small" variant="secondary">
          Make a token
        </ButtonLink>
      }
    >
      <p className={styles.text}>
        It shows a token that may push observations for this platform, and sends
        one JSON object a line: a first line, what it saw, a last line with
        their count.
      </p>
      <CodeBlock label="A push" code={exampleOf(address)} />
    </Section>
  );
}

const exampleOf = (address: string) => `curl ${address} \\
  -H 'Authorization: Bearer flyt_…' -H 'Content-Type: application/x-ndjson' \\
  --data-binary @- <<END
{"kind":"begin","complete":true,"source":"example","collectedAt":"$(date -u +%Y-%m-%dT%H:%M:%SZ)"}
{"kind":"guest","externalId":"4711","name":"web-1","powerState":"running"}
{"kind":"end","count":1}
END`;
