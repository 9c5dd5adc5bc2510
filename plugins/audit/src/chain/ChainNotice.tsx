import type { ChainState, Verification } from '@flyloft/plugin-audit-common';
import { ExactTime, formatCount, Notice } from '@flyloft/ui-kit';

const mostShown = 3;

/** Says whether the chain has been proved, how far, and where it is broken. */
export function ChainNotice({ chain }: { chain: ChainState }) {
  const { verification } = chain;
  if (!verification) {
    return (
      <Notice tone="info">
        The chain has not been verified yet. It is each day, and whenever
        somebody asks.
      </Notice>
    );
  }
  const tone =
    verification.state === 'broken' || verification.state === 'failed'
      ? 'problem'
      : 'info';
  return (
    <Notice tone={tone}>
      <Words verification={verification} />
      {chain.purged && (
        <>
          {' '}
          Rows up to {chain.purged.until} were removed by retention on{' '}
          <ExactTime at={chain.purged.at} />, proved by a signed checkpoint.
        </>
      )}
    </Notice>
  );
}

function Words({ verification }: { verification: Verification }) {
  const { checked, state, head } = verification;
  switch (state) {
    case 'running':
      return (
        <>The chain is being verified: {formatCount(checked)} rows looked at.</>
      );
    case 'failed':
      return (
        <>
          The last verification did not come to its end.{' '}
          {verification.problem ?? ''}
        </>
      );
    case 'intact':
      return (
        <>
          Chain verified up to row {head?.sequence ?? 0} on{' '}
          <ExactTime at={verification.finishedAt} />: all {formatCount(checked)}{' '}
          rows are as they were written.
        </>
      );
    default:
      return <Broken verification={verification} />;
  }
}

function Broken({ verification }: { verification: Verification }) {
  const { faults, faultCount } = verification;
  const shown = faults.slice(0, mostShown).map(fault => `${fault.message}.`);
  const more = faultCount - shown.length;
  return (
    <>
      The chain is broken. {shown.join(' ')}
      {more > 0 && ` And ${formatCount(more)} more.`} Don’t change the database;
      the operator guide says what to do.
    </>
  );
}
