/** A console that is opened: which protocols are asked for and granted. */
export interface UpgradeCase {
  protocols?: string;
  extensions?: string;
  /** Without the password that stands in front of the ticket. */
  bareTicket?: true;
}

export const upgradeCases: Readonly<Record<string, UpgradeCase>> = {
  'ws-ok-binary': { protocols: 'binary' },
  'ws-ok-noproto': {},
  'ws-two-protos-echoed': { protocols: 'binary, base64' },
  'ws-deflate-not-negotiated': {
    protocols: 'binary',
    extensions: 'permessage-deflate',
  },
  'ws-stripped-password-prefix-ok': { bareTicket: true },
};

/** What a client sends once its console is open, and what comes back after the greeting. */
export interface FrameCase {
  /** The frame's first byte: final, reserved bits, opcode. */
  first: number;
  payload: Buffer;
  unmasked?: true;
  /** Opcode and payload of the one frame that comes back. */
  answer?: { opcode: number; payload: Buffer };
  /** Frame sizes a long echo begins with. */
  sizes?: number[];
  closes?: true;
}

const text = (value: string) => Buffer.from(value);

export const frameCases: Readonly<Record<string, FrameCase>> = {
  'wsf-binary-echo': {
    first: 0x82,
    payload: text('hello'),
    answer: { opcode: 2, payload: text('hello') },
  },
  'wsf-text-accepted': {
    first: 0x81,
    payload: text('0:1:a'),
    answer: { opcode: 2, payload: text('0:1:a') },
  },
  'wsf-ping': {
    first: 0x89,
    payload: text('pp'),
    answer: { opcode: 10, payload: text('pp') },
  },
  'wsf-fragmented': { first: 0x02, payload: text('part') },
  'wsf-unmasked': { first: 0x82, payload: text('bare'), unmasked: true },
  'wsf-rsv1': { first: 0xc2, payload: text('bits') },
  'wsf-128k': {
    first: 0x82,
    payload: Buffer.alloc(128 * 1024, 'A'),
    sizes: [2048, 4096, 8192, 16384, 32768],
  },
  'wsf-128k+1': { first: 0x82, payload: Buffer.alloc(128 * 1024 + 1, 'A') },
  'wsf-close': {
    first: 0x88,
    payload: Buffer.from([0x03, 0xe8]),
    closes: true,
  },
};

/** A client's frame. */
export function clientFrame(one: FrameCase): Buffer {
  const { first, payload, unmasked } = one;
  const maskBit = unmasked ? 0 : 0x80;
  const size =
    payload.length < 126
      ? Buffer.from([maskBit | payload.length])
      : Buffer.alloc(9, maskBit | 127);
  if (size.length > 1) size.writeBigUInt64BE(BigInt(payload.length), 1);
  if (unmasked) return Buffer.concat([Buffer.from([first]), size, payload]);
  const mask = Buffer.from([1, 2, 3, 4]);
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([first]), size, mask, masked]);
}
