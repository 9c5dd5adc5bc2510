import { Button } from '@backstage/ui';
import type {
  EndpointCertificate,
  PlatformTest,
  TestedEndpoint,
} from '@flyloft/plugin-inventory-common';
import {
  Copyable,
  ExactTime,
  FactTable,
  Notice,
  Section,
  StatusBadge,
  type StatusTone,
} from '@flyloft/ui-kit';
import styles from './configuredPlatforms.module.css';

const outcomes: Record<
  PlatformTest['outcome'],
  { tone: StatusTone; words: string }
> = {
  good: { tone: 'running', words: 'A sync will see everything it looks for' },
  partial: {
    tone: 'changing',
    words: 'It answers, but not everything is well',
  },
  failed: { tone: 'problem', words: 'It can’t be collected like this' },
};

const seconds = (milliseconds: number) =>
  `${(milliseconds / 1000).toFixed(milliseconds < 1000 ? 2 : 1)} s`;

/** What a test found, in the order of the way: address, certificate, answer. */
export function TestResult(props: {
  test: PlatformTest;
  /** Pins a certificate in the form; absent, there is nothing to pin into. */
  onPin?: (fingerprint: string, replaced: readonly string[]) => void;
}) {
  const { test } = props;
  const { tone, words } = outcomes[test.outcome];
  return (
    <Section title="Test of the connection">
      <div className={styles.buttons}>
        <StatusBadge tone={tone}>{words}</StatusBadge>
        <span className={styles.quiet}>in {seconds(test.milliseconds)}</span>
      </div>
      {test.problem && <Notice tone="problem">{test.problem.message}</Notice>}
      {test.endpoints.map(endpoint => (
        <EndpointResult
          key={endpoint.url}
          endpoint={endpoint}
          onPin={props.onPin}
        />
      ))}
      {test.answer && <AnswerResult answer={test.answer} />}
    </Section>
  );
}

function AnswerResult({
  answer,
}: {
  answer: NonNullable<PlatformTest['answer']>;
}) {
  return (
    <>
      <p className={styles.text}>
        Version {answer.version}. We are {answer.identity}.
        {answer.guests !== null && ` We would see ${answer.guests} guests.`}
      </p>
      {answer.missingPrivileges.length === 0 ? (
        <p className={styles.text}>No privilege is missing.</p>
      ) : (
        <FactTable label="Missing privileges">
          <thead>
            <tr>
              <th>Missing privilege</th>
              <th>On</th>
              <th>Without it we don’t see</th>
            </tr>
          </thead>
          <tbody>
            {answer.missingPrivileges.map(({ path, privilege, what }) => (
              <tr key={`${path} ${privilege}`}>
                <td>{privilege}</td>
                <td>{path}</td>
                <td className={styles.cell}>{what}</td>
              </tr>
            ))}
          </tbody>
        </FactTable>
      )}
      {answer.remarks.map(remark => (
        <Notice key={remark} tone="info">
          {remark}
        </Notice>
      ))}
    </>
  );
}

function EndpointResult(props: {
  endpoint: TestedEndpoint;
  onPin?: (fingerprint: string, replaced: readonly string[]) => void;
}) {
  const { endpoint } = props;
  const steps = [
    ['Name', endpoint.name],
    ['Connection', endpoint.connection],
    ['TLS', endpoint.tls],
  ] as const;
  return (
    <div>
      <h3 className={styles.text}>{endpoint.url}</h3>
      <ul className={styles.steps}>
        {steps.map(
          ([name, step]) =>
            step && (
              <li key={name} className={styles.step}>
                <StatusBadge tone={step.ok ? 'running' : 'problem'}>
                  {name}
                </StatusBadge>
                <span>{step.words}</span>
                <span className={styles.quiet}>
                  {seconds(step.milliseconds)}
                </span>
              </li>
            ),
        )}
        {endpoint.certificate && (
          <CertificateResult
            certificate={endpoint.certificate}
            onPin={props.onPin}
          />
        )}
      </ul>
    </div>
  );
}

const trusts: Record<
  EndpointCertificate['trust'],
  { tone: StatusTone; words: string }
> = {
  pinned: { tone: 'running', words: 'Certificate: as pinned' },
  authority: { tone: 'running', words: 'Certificate: signed by an authority' },
  changed: { tone: 'problem', words: 'Certificate: another than pinned' },
  unknown: { tone: 'problem', words: 'Certificate: not trusted' },
};

function CertificateResult(props: {
  certificate: EndpointCertificate;
  onPin?: (fingerprint: string, replaced: readonly string[]) => void;
}) {
  const { certificate, onPin } = props;
  const { tone, words } = trusts[certificate.trust];
  const changed = certificate.trust === 'changed';
  return (
    <li>
      <div className={styles.step}>
        <StatusBadge tone={tone}>{words}</StatusBadge>
        {certificate.problem && certificate.trust !== 'pinned' && (
          <span>{certificate.problem}</span>
        )}
      </div>
      <ul className={styles.steps}>
        <li>
          {certificate.subject}, issued by {certificate.issuer}, valid until{' '}
          <ExactTime at={certificate.validTo} />
        </li>
        <li className={styles.step}>
          SHA-256 <Copyable value={certificate.fingerprint} mono />
        </li>
        {changed && (
          <li className={styles.step}>
            pinned before{' '}
            {certificate.pinned.map(pin => (
              <Copyable key={pin} value={pin} mono />
            ))}
          </li>
        )}
      </ul>
      {onPin && (changed || certificate.trust === 'unknown') && (
        <Button
          size="small"
          variant="secondary"
          destructive={changed}
          onPress={() =>
            onPin(certificate.fingerprint, changed ? certificate.pinned : [])
          }
        >
          {changed ? 'Pin the new one instead' : 'Pin this certificate'}
        </Button>
      )}
    </li>
  );
}
