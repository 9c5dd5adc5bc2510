import { cutMark } from './cutSecrets';

/** A shorter one would be found in encoded text by chance. */
const leastEncoded = 6;

/** How many digits the encodings of bytes before a secret may shift it by. */
const alignments = [0, 1, 2];

/**
 * Cuts secrets that we sent ourselves out of what came back, such as the words
 * of a refusal: as they are, and in every form they are sent, quoted or
 * logged in — escaped for addresses, forms, JSON or XML, in hexadecimal, and
 * in base64 wherever in a longer text they begin, as in a Basic header.
 */
export function cutKnownSecrets(
  text: string,
  secrets: readonly (string | undefined)[],
): string {
  let cut = text;
  for (const secret of secrets) {
    if (!secret) continue;
    cut = cut.replace(anyEscaping(secret), cutMark);
    if (secret.length < leastEncoded) continue;
    for (const digits of base64Forms(secret)) {
      cut = cutRuns(cut, digits, /[\w+/=-]/);
    }
    for (const digits of hexForms(secret)) {
      cut = cutRuns(cut, digits, /[\da-f]/i);
    }
  }
  return cut;
}

/** Each of its characters as it is or escaped, in whatever mixture. */
function anyEscaping(secret: string): RegExp {
  const characters = [...secret.toWellFormed()].map(character => {
    const forms = [character, ...(named[character] ?? [])].map(literally);
    return `(?:${[...forms, ...numbered(character)].join('|')})`;
  });
  return new RegExp(characters.join(''), 'g');
}

/** Escapes that are no numbers: of forms, of XML, of JSON. */
const named: Record<string, string[]> = {
  ' ': ['+'],
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '"': ['&quot;', '\\"'],
  "'": ['&apos;'],
  '\\': ['\\\\'],
  '/': ['\\/'],
  '\n': ['\\n'],
  '\r': ['\\r'],
  '\t': ['\\t'],
};

/** `%3C` and its like, `\u003c`, `&#60;` and `&#x3c;`, as patterns. */
function numbered(character: string): string[] {
  const point = character.codePointAt(0)!;
  const units = [...Array(character.length).keys()].map(
    at => `\\\\u${inHex(character.charCodeAt(at), 4)}`,
  );
  return [
    [...Buffer.from(character)].map(byte => `%${inHex(byte, 2)}`).join(''),
    units.join(''),
    `&#0*${point};`,
    `&#[xX]0*${inHex(point, 1)};`,
  ];
}

/** A number in hexadecimal, of small letters or capitals. */
const inHex = (value: number, digits: number) =>
  value
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, letter => `[${letter}${letter.toUpperCase()}]`);

const literally = (text: string) =>
  text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const forms = alignments.flatMap(before => {
    const digits = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(
        Math.ceil((before * 8) / 6),
        Math.floor(((before + bytes.length) * 8) / 6),
      );
    return [digits, digits.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set(forms)];
}

function hexForms(secret: string): string[] {
  const digits = Buffer.from(secret).toString('hex');
  return [digits, digits.toLocaleUpperCase('en-US')];
}

/** Cuts every run of digits that holds these: its ends tell of the secret, too. */
function cutRuns(text: string, digits: string, digit: RegExp): string {
  let cut = text;
  for (;;) {
    const found = cut.indexOf(digits);
    if (found < 0) return cut;
    let begin = found;
    while (begin > 0 && digit.test(cut[begin - 1]!)) begin -= 1;
    let end = found + digits.length;
    while (end < cut.length && digit.test(cut[end]!)) end += 1;
    cut = `${cut.slice(0, begin)}${cutMark}${cut.slice(end)}`;
  }
}
