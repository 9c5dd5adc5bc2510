import { createHash } from 'node:crypto';

/** What a client may send in one frame. */
const maxPayloadBytes = 128 * 1024;

/** Proxmox reads from the console in steps that begin here and double. */
const firstReadBytes = 2048;

/** One whole frame from a client. */
export interface Frame {
  opcode: number;
  payload: Buffer;
}

export const opcodes = {
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

/** The key's counterpart that proves an upgrade was understood. */
export function acceptKey(key: string): string {
  return createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
}

/**
 * Takes frames out of what a client sends. What Proxmox can't digest (a
 * fragment, an unmasked frame, reserved bits, too much) stays where it is and
 * blocks what follows: nothing is answered, and the connection stays open.
 */
export class FrameReader {
  private received: Buffer = Buffer.alloc(0);
  private stuck = false;

  /** The frames completed by these bytes. */
  push(bytes: Buffer): Frame[] {
    if (this.stuck) return [];
    this.received = Buffer.concat([this.received, bytes]);
    const frames: Frame[] = [];
    for (let frame = this.next(); frame; frame = this.next())
      frames.push(frame);
    return frames;
  }

  private next(): Frame | undefined {
    const { received } = this;
    if (received.length < 2) return undefined;
    const first = received.readUInt8(0);
    const second = received.readUInt8(1);
    const isFinal = (first & 0x80) !== 0;
    const hasReservedBits = (first & 0x70) !== 0;
    const isMasked = (second & 0x80) !== 0;
    if (!isFinal || hasReservedBits || !isMasked) return this.giveUp();

    const size = payloadSize(received, second & 0x7f);
    if (!size) return undefined;
    if (size.length > maxPayloadBytes) return this.giveUp();
    const start = size.end + 4;
    const end = start + size.length;
    if (received.length < end) return undefined;

    const mask = received.subarray(size.end, start);
    const payload = Buffer.from(received.subarray(start, end));
    for (let at = 0; at < payload.length; at++) {
      payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
    }
    this.received = received.subarray(end);
    return { opcode: first & 0x0f, payload };
  }

  private giveUp(): undefined {
    this.stuck = true;
    this.received = Buffer.alloc(0);
    return undefined;
  }
}

function payloadSize(
  bytes: Buffer,
  short: number,
): { length: number; end: number } | undefined {
  if (short < 126) return { length: short, end: 2 };
  if (short === 126) {
    return bytes.length < 4
      ? undefined
      : { length: bytes.readUInt16BE(2), end: 4 };
  }
  return bytes.length < 10
    ? undefined
    : { length: Number(bytes.readBigUInt64BE(2)), end: 10 };
}

/** One unmasked, final frame: what a server sends. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const first = 0x80 | opcode;
  let head: Buffer;
  if (payload.length < 126) {
    head = Buffer.from([first, payload.length]);
  } else if (payload.length < 65536) {
    head = Buffer.from([first, 126, 0, 0]);
    head.writeUInt16BE(payload.length, 2);
  } else {
    head = Buffer.alloc(10);
    head[0] = first;
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([head, payload]);
}

/** Cuts what a console sends into the binary frames Proxmox makes of it. */
export class FrameWriter {
  private readBytes = firstReadBytes;

  encode(bytes: Buffer): Buffer {
    const frames: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + this.readBytes);
      frames.push(encodeFrame(opcodes.binary, piece));
      at += piece.length;
      if (piece.length === this.readBytes) {
        this.readBytes = Math.min(this.readBytes * 2, maxPayloadBytes);
      }
    }
    return Buffer.concat(frames);
  }
}
