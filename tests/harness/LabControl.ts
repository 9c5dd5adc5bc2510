import type { FaultRequest } from '../../packages/lab/src/control/fault.ts';

/** The lab's control endpoint: faults, ticks, guests. */
export class LabControl {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Breaks something; answers the number by which it can be mended. */
  async addFault(fault: FaultRequest): Promise<number> {
    const { id } = await this.call<{ id: number }>('POST', '/faults', fault);
    return id;
  }

  async clearFault(id: number): Promise<void> {
    await this.call('DELETE', `/faults/${id}`);
  }

  async clearFaults(): Promise<void> {
    await this.call('DELETE', '/faults');
  }

  /** Lets the world move on; one tick unless told otherwise. */
  async tick(count = 1): Promise<void> {
    await this.call('POST', '/world/tick', { count });
  }

  /** Any other call; "GET /" lists them. */
  async call<T = unknown>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<T> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(120_000),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(
        `The lab's ${method} ${path}: ${response.status} ${text}`,
      );
    }
    return JSON.parse(text) as T;
  }
}
