import { ServiceUnavailableError } from '@backstage/errors';

// Each holds a connection as long as its client takes; the pool has ten.
const mostAtATime = 3;

/** Lets so many exports run at a time that the pages keep their connections. */
export class ExportGate {
  private underWay = 0;

  constructor(private readonly most: number = mostAtATime) {}

  /**
   * Passes on what an export yields.
   *
   * @throws ServiceUnavailableError when as many run as may.
   */
  async *through<T>(items: AsyncIterable<T>): AsyncGenerator<T, void, void> {
    if (this.underWay >= this.most) {
      throw new ServiceUnavailableError(
        `${this.most} exports are under way, more would slow down the pages; try again when one has ended`,
      );
    }
    this.underWay += 1;
    try {
      yield* items;
    } finally {
      this.underWay -= 1;
    }
  }
}
