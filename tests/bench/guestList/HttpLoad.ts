import { Agent, request } from 'node:http';

/** Asks one server over and over, so many at a time, and notes how long. */
export class HttpLoad {
  private readonly agent: Agent;
  private readonly authorization: string;
  private readonly concurrency: number;

  constructor(authorization: string, concurrency: number) {
    this.authorization = authorization;
    this.concurrency = concurrency;
    this.agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  }

  /** The milliseconds of each of `count` requests. */
  async measure(
    count: number,
    urlOf: (index: number) => string,
  ): Promise<number[]> {
    const durations: number[] = [];
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const url = urlOf(next++);
        const began = performance.now();
        await this.get(url);
        durations.push(performance.now() - began);
      }
    };
    await Promise.all(Array.from({ length: this.concurrency }, worker));
    return durations;
  }

  /** @throws when the answer is anything but 200. */
  get(url: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: this.authorization };
      const asked = request(url, { agent: this.agent, headers }, answer => {
        const chunks: Buffer[] = [];
        answer.on('data', chunk => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const body = Buffer.concat(chunks).toString('utf8');
          if (answer.statusCode === 200) resolve(body);
          else reject(new Error(`${url}: ${answer.statusCode} ${body}`));
        });
      });
      asked.on('error', reject);
      asked.setTimeout(60_000, () =>
        asked.destroy(new Error(`${url}: no answer`)),
      );
      asked.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
