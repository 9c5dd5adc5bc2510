import type { Duplex } from 'node:stream';
import { ApiError } from './ApiError.ts';
import type { RequestHead } from './requestHead.ts';
import {
  acceptKey,
  encodeFrame,
  FrameReader,
  FrameWriter,
  opcodes,
} from './WebSocketFrames.ts';

/** True for a request that wants to become a websocket. */
export function wantsUpgrade(head: RequestHead): boolean {
  return (
    head.method === 'GET' &&
    head.headers.has('upgrade') &&
    head.path.endsWith('websocket')
  );
}

/**
 * The answer to an upgrade: the client's protocols are repeated as they are,
 * extensions never agreed to.
 * @throws ApiError 500 for what isn't version 13 of the protocol
 */
export function upgradeHead(head: RequestHead): string {
  const upgrade = head.headers.get('upgrade')?.toLowerCase() ?? '';
  if (upgrade !== 'websocket') {
    throw ApiError.failed(`unable to upgrade to protocol '${upgrade}'`);
  }
  const version = head.headers.get('sec-websocket-version') ?? '';
  if (version !== '13') {
    throw ApiError.failed(`unsupported websocket-version '${version}'`);
  }
  const key = head.headers.get('sec-websocket-key');
  if (!key) throw ApiError.failed('missing websocket-key');
  const protocols = head.headers.get('sec-websocket-protocol');
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: upgrade',
    `Sec-WebSocket-Accept: ${acceptKey(key)}`,
    ...(protocols ? [`Sec-WebSocket-Protocol: ${protocols}`] : []),
    '\r\n',
  ].join('\r\n');
}

/**
 * Carries bytes between a client's websocket and a console until either ends.
 * @returns takes what the client sends
 */
export function joinWebSocket(
  socket: Duplex,
  stream: Duplex,
): (bytes: Buffer) => void {
  const reader = new FrameReader();
  const writer = new FrameWriter();
  stream.on('data', (bytes: Buffer) => socket.write(writer.encode(bytes)));
  stream.on('end', () => socket.end());
  stream.on('error', () => socket.destroy());
  socket.on('close', () => stream.destroy());

  return bytes => {
    for (const { opcode, payload } of reader.push(bytes)) {
      if (opcode === opcodes.text || opcode === opcodes.binary) {
        stream.write(payload);
      } else if (opcode === opcodes.ping) {
        socket.write(encodeFrame(opcodes.pong, payload));
      } else if (opcode === opcodes.close) {
        // No close frame comes back, the connection just ends.
        stream.end();
        socket.end();
      }
    }
  };
}
