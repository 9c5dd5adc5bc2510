/** Where the audit trail's pages are. */
export const auditPath = '/admin/audit';

/** The page of one event. */
export const eventPath = (sequence: string) => `${auditPath}/${sequence}`;
