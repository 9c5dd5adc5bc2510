/** An exact amount: `numerator / denominator`, both whole, the latter positive. */
interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

const binary: Record<string, bigint> = {
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
};

// Powers of ten: `n` is a thousand-millionth.
const decimal: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const form = /^\+?(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d{1,2})|([A-Za-z]{0,2}))$/;
// More digits than any quantity of this world has: it would only cost time.
const longest = 64;

function times(fraction: Fraction, factor: Fraction): Fraction {
  return {
    numerator: fraction.numerator * factor.numerator,
    denominator: fraction.denominator * factor.denominator,
  };
}

function powerOfTen(exponent: number): Fraction {
  return exponent < 0
    ? { numerator: 1n, denominator: 10n ** BigInt(-exponent) }
    : { numerator: 10n ** BigInt(exponent), denominator: 1n };
}

function factorOf(suffix: string): Fraction | null {
  if (Object.hasOwn(binary, suffix)) {
    return { numerator: binary[suffix], denominator: 1n };
  }
  return Object.hasOwn(decimal, suffix) ? powerOfTen(decimal[suffix]) : null;
}

function parse(value: unknown): Fraction | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value);
  const match = text.length > longest ? null : form.exec(text);
  if (!match) return null;
  const [, whole, part = '', marker, exponent, suffix = ''] = match;
  if (whole === '' && part === '') return null;
  const factor = marker ? powerOfTen(Number(exponent)) : factorOf(suffix);
  if (!factor) return null;
  return times(
    {
      numerator: BigInt(whole + part),
      denominator: 10n ** BigInt(part.length),
    },
    factor,
  );
}

/**
 * A Kubernetes quantity in whole units, rounded up as Kubernetes does: `2Gi`,
 * `34087042032`, `1.5G`, `2e3`, `500m`. Null for what is no amount, or more
 * than a number holds exactly.
 */
export function quantity(value: unknown): number | null {
  const amount = parse(value);
  if (!amount) return null;
  const { numerator, denominator } = amount;
  const units = (numerator + denominator - 1n) / denominator;
  return units <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(units) : null;
}
