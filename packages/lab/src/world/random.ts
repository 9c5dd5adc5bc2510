/**
 * The lab's only source of chance. Everything drawn here depends on its key alone, so a
 * guest's details can be drawn again at any time instead of being kept in memory.
 */

/** Mixes the parts of a key into 32 bits; the same parts give the same number everywhere. */
export function hash(...parts: (string | number)[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) {
    if (typeof part === 'number') {
      h = mix(h ^ Math.imul(part | 0, 0x85ebca6b));
    } else {
      for (let i = 0; i < part.length; i++)
        h = Math.imul(h ^ part.charCodeAt(i), 0x01000193);
      h = mix(h ^ part.length);
    }
  }
  return h >>> 0;
}

function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/** A stream of chance, begun from a key. */
export class Random {
  private state: number;

  constructor(...key: (string | number)[]) {
    this.state = hash(...key);
  }

  /** The next 32 bits. */
  bits(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    return mix(this.state) >>> 0;
  }

  /** A number from 0 up to, not including, 1. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.fraction() * items.length)];
    if (item === undefined)
      throw new RangeError('nothing to pick from an empty list');
    return item;
  }

  /** That many lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits)
      text += this.bits().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }

  uuid(): string {
    const digits = this.hex(32);
    const variant = '89ab'[parseInt(digits[16] ?? '0', 16) & 3] ?? '8';
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      variant + digits.slice(17, 20),
      digits.slice(20, 32),
    ].join('-');
  }

  /** A hardware address under the prefix registered for Proxmox guests, in its upper half. */
  mac(): string {
    return macOf((this.bits() & MAC_BITS) | 0x80_0000);
  }
}

const MAC_BITS = 0xff_ffff;

/** The hardware address with that number under the prefix registered for Proxmox guests. */
export function macOf(number: number): string {
  const digits = (number & MAC_BITS)
    .toString(16)
    .toUpperCase()
    .padStart(6, '0');
  return `BC:24:11:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}`;
}
