import { digestOf, summaryOf, type GuestSummary } from './guestConfig.ts';
import type {
  GuestDetail,
  GuestKind,
  GuestPlacement,
  HighAvailability,
  Power,
} from './guestDetail.ts';

/**
 * One guest. It holds its state; its detail is drawn anew whenever somebody asks, until the
 * first edit, from when on it is kept. A hundred thousand guests nobody touched cost little.
 */
export class Guest {
  readonly vmid: number;
  readonly kind: GuestKind;
  node: string;
  power: Power;
  /** Seconds since 1970; 0 when it does not run. */
  bootedAt: number;
  pool: string | undefined;
  lock: string | undefined;
  highAvailability: HighAvailability | undefined;
  private readonly draw: (vmid: number) => GuestDetail;
  private kept: GuestDetail | undefined;
  private summarised: GuestSummary | undefined;

  constructor(placement: GuestPlacement, draw: (vmid: number) => GuestDetail) {
    this.vmid = placement.vmid;
    this.kind = placement.kind;
    this.node = placement.node;
    this.power = placement.power;
    this.bootedAt = placement.bootedAt;
    this.pool = placement.pool;
    this.lock = placement.lock;
    this.highAvailability = placement.highAvailability;
    this.draw = draw;
  }

  /** Read it, never change it: changes go through `edit`. */
  get detail(): Readonly<GuestDetail> {
    return this.kept ?? this.draw(this.vmid);
  }

  get summary(): GuestSummary {
    this.summarised ??= summaryOf(this.kind, this.vmid, this.detail.config);
    return this.summarised;
  }

  get name(): string {
    return this.summary.name;
  }

  get digest(): string {
    return digestOf(this.detail, this.lock);
  }

  /** Changes the detail for good. */
  edit(change: (detail: GuestDetail) => void): void {
    this.kept ??= structuredClone(this.draw(this.vmid));
    change(this.kept);
    this.summarised = undefined;
  }

  /** Puts another detail in its place, as a restore does. */
  replaceDetail(detail: GuestDetail): void {
    this.kept = structuredClone(detail);
    this.summarised = undefined;
  }
}
