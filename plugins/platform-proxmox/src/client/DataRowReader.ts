const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * Reads `{"data":[…]}` row by row as the bytes come, so that the whole answer
 * (30 MB at 100,000 guests) never stands in memory, neither as text nor as
 * parsed rows. It checks the frame; `JSON.parse` checks each row.
 */
export class DataRowReader {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** The last string in the outermost object: the key before a value. */
  private key: number[] = [];
  private inData = false;
  private sawData = false;
  private done = false;
  /** Bytes of the row under way from earlier chunks. */
  private carry: Buffer[] = [];
  private rowStart = -1;
  private afterRow = false;
  private count = 0;

  constructor(private readonly onRow: (row: unknown) => void) {}

  /** @throws SyntaxError when the bytes are not such an answer. */
  push(chunk: Buffer): void {
    if (this.carry.length > 0) this.rowStart = 0;
    for (let at = 0; at < chunk.length; at += 1) this.step(chunk, at);
    if (this.rowStart >= 0) {
      this.carry.push(Buffer.from(chunk.subarray(this.rowStart)));
    }
    this.rowStart = -1;
  }

  /** @throws SyntaxError when the answer ended before it was complete. */
  finish(): void {
    if (!this.done || !this.sawData) {
      throw new SyntaxError('the answer ends before its list does');
    }
  }

  private step(chunk: Buffer, at: number): void {
    const byte = chunk[at];
    if (this.inString) {
      this.stepInString(byte);
    } else if (isBlank(byte)) {
      this.endScalar(chunk, at);
    } else if (this.done) {
      throw new SyntaxError('the answer goes on after its end');
    } else {
      this.stepOutside(chunk, at, byte);
    }
  }

  private stepInString(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === backslash) this.escaped = true;
    else if (byte === quote) this.inString = false;
    else if (this.depth === 1) this.key.push(byte);
  }

  private stepOutside(chunk: Buffer, at: number, byte: number): void {
    if (this.depth === 0 && byte !== openBrace) {
      throw new SyntaxError('the answer is not an object');
    }
    if (this.inData && this.depth === 2) this.stepBetweenRows(chunk, at, byte);
    switch (byte) {
      case quote:
        this.inString = true;
        if (this.depth === 1) this.key = [];
        break;
      case openBrace:
      case openBracket:
        this.open(byte);
        break;
      case closeBrace:
      case closeBracket:
        this.close(chunk, at, byte);
        break;
      default:
    }
  }

  private open(byte: number): void {
    const isData =
      this.depth === 1 &&
      byte === openBracket &&
      Buffer.from(this.key).toString('latin1') === 'data';
    if (isData && this.sawData) throw new SyntaxError('the list comes twice');
    if (isData) {
      this.inData = true;
      this.sawData = true;
    }
    this.depth += 1;
  }

  private close(chunk: Buffer, at: number, byte: number): void {
    this.depth -= 1;
    if (this.inData && this.depth === 2) this.endRow(chunk, at + 1);
    if (this.inData && this.depth === 1) {
      if (byte !== closeBracket) throw new SyntaxError('the list has no end');
      this.inData = false;
    }
    if (this.depth === 0) this.done = true;
  }

  private stepBetweenRows(chunk: Buffer, at: number, byte: number): void {
    if (byte === comma || byte === closeBracket) {
      this.endScalar(chunk, at);
      if (byte === comma && !this.afterRow) {
        throw new SyntaxError('a row is missing');
      }
      if (byte === closeBracket && !this.afterRow && this.count > 0) {
        throw new SyntaxError('the list ends with a comma');
      }
      this.afterRow = false;
    } else if (this.rowStart < 0) {
      if (this.afterRow) throw new SyntaxError('a comma is missing');
      this.rowStart = at;
    }
  }

  private endScalar(chunk: Buffer, at: number): void {
    if (this.inData && this.depth === 2 && this.rowStart >= 0) {
      this.endRow(chunk, at);
    }
  }

  private endRow(chunk: Buffer, end: number): void {
    const last = chunk.subarray(this.rowStart, end);
    const row =
      this.carry.length > 0 ? Buffer.concat([...this.carry, last]) : last;
    this.carry = [];
    this.rowStart = -1;
    this.afterRow = true;
    this.count += 1;
    this.onRow(JSON.parse(row.toString('utf8')));
  }
}
