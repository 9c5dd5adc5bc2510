/** A list of the directory's admin API that is read page by page. */
export type PagedList = 'users' | 'groups' | 'members';

/** What goes wrong in the directory's admin API while it is set. Signing in is not affected. */
export type IdentityFault =
  /** The given page (counted from 0) answers an error. */
  | { kind: 'page-fails'; list: PagedList; page: number; status?: number }
  /** The given page answers 200 with so many fewer rows than it holds. */
  | { kind: 'page-short'; list: PagedList; page: number; missing: number }
  /** The list is there, and empty, count included. */
  | { kind: 'list-empty'; list: PagedList }
  /** Every call of the admin API answers 503. */
  | { kind: 'down' };

/** Holds the one fault that is set at a time. */
export class FaultSwitch {
  private fault: IdentityFault | null = null;

  set(fault: IdentityFault | null): void {
    this.fault = fault;
  }

  get isDown(): boolean {
    return this.fault?.kind === 'down';
  }

  /** The status a page fails with, or undefined where it answers. */
  statusOf(list: PagedList, page: number): number | undefined {
    const fault = this.fault;
    if (
      fault?.kind !== 'page-fails' ||
      fault.list !== list ||
      fault.page !== page
    ) {
      return undefined;
    }
    return fault.status ?? 500;
  }

  /** What is left of a page's rows. */
  rowsOf<T>(list: PagedList, page: number, rows: T[]): T[] {
    const fault = this.fault;
    if (fault?.kind === 'list-empty' && fault.list === list) return [];
    if (
      fault?.kind !== 'page-short' ||
      fault.list !== list ||
      fault.page !== page
    ) {
      return rows;
    }
    return rows.slice(0, Math.max(0, rows.length - fault.missing));
  }

  countOf(list: PagedList, count: number): number {
    return this.fault?.kind === 'list-empty' && this.fault.list === list
      ? 0
      : count;
  }
}
