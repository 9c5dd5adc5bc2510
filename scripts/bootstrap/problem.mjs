/**
 * A failure that the person at the terminal can mend: what happened, and what
 * to do about it. Printed without a stack; anything else is a defect of ours.
 */
export class Problem extends Error {
  /**
   * @param {string} message what happened
   * @param {string} [advice] what to do
   */
  constructor(message, advice = '') {
    super(message);
    this.name = 'Problem';
    this.advice = advice;
  }
}

/**
 * Prints a failure the way the terminal should show it.
 *
 * @param {unknown} error
 * @param {(text: string) => void} [write]
 */
export function printFailure(
  error,
  write = text => process.stderr.write(text),
) {
  if (error instanceof Problem) {
    write(`\n${error.message}\n`);
    if (error.advice) write(`${error.advice}\n`);
    return;
  }
  const code = /** @type {NodeJS.ErrnoException} */ (error)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    write(`\nThe disk is full: ${/** @type {Error} */ (error).message}\n`);
    write('Free some space, then start again: what is complete is kept.\n');
    return;
  }
  write(`\n${error instanceof Error ? error.stack : String(error)}\n`);
}
