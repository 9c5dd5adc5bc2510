/** So many totals are remembered at a time; one is a few hundred bytes. */
const mostRemembered = 1_000;

interface Remembered {
  version: string;
  total: Promise<number>;
}

/**
 * Remembers how many rows a condition matched until the data changes. A total
 * over 100,000 rows costs some thirty times what its page does, and people who
 * turn pages or look at the same list ask for it again and again; those who
 * ask at the same time wait for one count together.
 *
 * The scope is part of the condition, so nobody is answered with what somebody
 * else may see.
 */
export class TotalCache {
  private readonly totals = new Map<string, Remembered>();

  /**
   * @param version - Of the data, read before this; it never comes back.
   * @param condition - What is counted: statement and bindings.
   */
  total(
    version: string,
    condition: string,
    count: () => Promise<number>,
  ): Promise<number> {
    const known = this.totals.get(condition);
    // Moved to the end: what nobody asks for is forgotten first.
    this.totals.delete(condition);
    if (known?.version === version) {
      this.totals.set(condition, known);
      return known.total;
    }
    const counting: Remembered = { version, total: count() };
    this.totals.set(condition, counting);
    counting.total.catch(() => {
      if (this.totals.get(condition) === counting) {
        this.totals.delete(condition);
      }
    });
    this.forgetOldest();
    return counting.total;
  }

  private forgetOldest(): void {
    if (this.totals.size <= mostRemembered) return;
    const [oldest] = this.totals.keys();
    this.totals.delete(oldest!);
  }
}
