import { randomBytes } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  PlatformTest,
  TestedEndpoint,
} from '@flyloft/plugin-inventory-common';
import {
  PlatformCheckError,
  type PlatformCheck,
  type PlatformCollector,
} from '@flyloft/plugin-inventory-node';
import { EndpointClient } from './EndpointClient';
import type { EndpointTrust } from './endpointCertificate';

/** What is tried out. */
export interface Trial {
  endpoints: string[];
  trust: EndpointTrust;
  collector: Pick<PlatformCollector, 'check'>;
}

/** How long a test may take. */
export interface TestTimes {
  stepMilliseconds: number;
  checkMilliseconds: number;
}

const usualTimes: TestTimes = {
  stepMilliseconds: 5_000,
  checkMilliseconds: 20_000,
};

/** More at once would make the portal a tool to scan with. */
const mostAtOnce = 3;

/**
 * Tries out a platform's settings: the way to each address, then what the
 * platform answers to whom. Words of what answers never come along: a test
 * can be led to any server that the portal reaches.
 */
export class ConnectionTest {
  private running = 0;

  constructor(
    private readonly logger: LoggerService,
    private readonly times: TestTimes = usualTimes,
  ) {}

  /** @throws ServiceUnavailableError when several run already. */
  async run(trial: Trial): Promise<PlatformTest> {
    if (this.running >= mostAtOnce) {
      throw new ServiceUnavailableError(
        'Several connections are being tested already; try again in a moment',
      );
    }
    this.running += 1;
    try {
      return await this.test(trial);
    } finally {
      this.running -= 1;
    }
  }

  private async test(trial: Trial): Promise<PlatformTest> {
    const started = performance.now();
    const { stepMilliseconds, checkMilliseconds } = this.times;
    const client = new EndpointClient({ trust: trial.trust, stepMilliseconds });
    const endpoints = await Promise.all(
      trial.endpoints.map(url =>
        client.test(url, AbortSignal.timeout(4 * stepMilliseconds)),
      ),
    );
    const checked = await this.check(trial, endpoints, checkMilliseconds);
    return {
      outcome: outcomeOf(checked, endpoints),
      milliseconds: Math.round(performance.now() - started),
      endpoints,
      ...checked,
    };
  }

  private async check(
    { collector }: Trial,
    endpoints: TestedEndpoint[],
    limit: number,
  ): Promise<Pick<PlatformTest, 'answer' | 'problem'>> {
    const hindrance = hindranceOf(endpoints);
    if (hindrance) return { answer: null, problem: hindrance };
    const signal = AbortSignal.timeout(limit);
    try {
      return { answer: answerOf(await collector.check(signal)), problem: null };
    } catch (error) {
      return { answer: null, problem: this.problemOf(error, signal, limit) };
    }
  }

  private problemOf(
    error: unknown,
    signal: AbortSignal,
    limit: number,
  ): NonNullable<PlatformTest['problem']> {
    if (error instanceof PlatformCheckError) {
      return { step: error.step, message: error.message };
    }
    if (signal.aborted) {
      return {
        step: 'time',
        message: `The platform did not answer within ${limit / 1000} s`,
      };
    }
    const id = randomBytes(4).toString('hex');
    this.logger.warn(`A test of a platform failed (${id}): ${error}`);
    return {
      step: 'answer',
      message: `The platform's answer could not be used; the log has the details under ${id}`,
    };
  }
}

const isTrusted = ({ certificate }: TestedEndpoint) =>
  certificate?.trust === 'pinned' || certificate?.trust === 'authority';

/** Why there is no sense in asking the platform: no address is good. */
function hindranceOf(endpoints: TestedEndpoint[]): PlatformTest['problem'] {
  if (endpoints.length === 0 || endpoints.some(isTrusted)) return null;
  const shown = endpoints.find(({ certificate }) => certificate);
  if (!shown) {
    return { step: 'connection', message: 'None of the addresses answered' };
  }
  const message =
    shown.certificate?.trust === 'changed'
      ? 'The certificate is another than the one that was pinned: nothing was sent. Pin it anew only if you know why it changed'
      : 'Nobody we know vouches for the certificate: nothing was sent. Compare its fingerprint and pin it, or give the authority that signed it';
  return { step: 'certificate', message };
}

function outcomeOf(
  { answer }: Pick<PlatformTest, 'answer'>,
  endpoints: TestedEndpoint[],
): PlatformTest['outcome'] {
  if (!answer) return 'failed';
  const whole =
    answer.missingPrivileges.length === 0 && endpoints.every(isTrusted);
  return whole ? 'good' : 'partial';
}

function answerOf(check: PlatformCheck): NonNullable<PlatformTest['answer']> {
  return {
    version: check.version,
    identity: check.identity,
    guests: check.guests ?? null,
    missingPrivileges: check.missingPrivileges.map(
      ({ path, privilege, what }) => ({ path, privilege, what: what ?? null }),
    ),
    remarks: check.remarks ?? [],
  };
}
