import type { RequestSummary } from '../proxmox/http/index.ts';

/** What one entry node was asked, since the start or the last reset. */
export interface CallFigures {
  total: number;
  inFlight: number;
  maxInFlight: number;
  /** Calls by path, with names and ids of the path written as `*`. */
  byPath: Record<string, number>;
}

/** Counts the calls of one entry node, and how many run at once. */
export class CallMeter {
  private total = 0;
  private maxInFlight = 0;
  private byPath: Record<string, number> = {};
  private readonly running = new Map<RequestSummary, () => void>();

  begin(request: RequestSummary): void {
    this.total++;
    const key = `${request.method} ${generalPath(request.path)}`;
    this.byPath[key] = (this.byPath[key] ?? 0) + 1;
    const gone = () => this.end(request);
    request.signal.addEventListener('abort', gone, { once: true });
    this.running.set(request, gone);
    this.maxInFlight = Math.max(this.maxInFlight, this.running.size);
  }

  end(request: RequestSummary): void {
    const gone = this.running.get(request);
    if (!gone) return;
    request.signal.removeEventListener('abort', gone);
    this.running.delete(request);
  }

  figures(): CallFigures {
    return {
      total: this.total,
      inFlight: this.running.size,
      maxInFlight: this.maxInFlight,
      byPath: { ...this.byPath },
    };
  }

  reset(): void {
    this.total = 0;
    this.maxInFlight = this.running.size;
    this.byPath = {};
  }
}

/** The parts of a path after which a name follows that differs from call to call. */
const NAMED = new Set([
  'nodes',
  'storage',
  'tasks',
  'snapshot',
  'pools',
  'vnets',
  'network',
]);

function generalPath(path: string): string {
  const parts = path.split('/');
  return parts
    .map((part, index) => {
      const before = parts[index - 1] ?? '';
      return /^\d+$/.test(part) || (NAMED.has(before) && part !== '')
        ? '*'
        : part;
    })
    .join('/');
}
