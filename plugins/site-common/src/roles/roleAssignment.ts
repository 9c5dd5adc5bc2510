import { z } from 'zod';

/** The roles there are, strongest first; the backend's own list is held to it. */
export const roleNames = [
  'admin',
  'it',
  'ops',
  'org-admin',
  'vdc-admin',
  'engineer',
  'viewer',
] as const;
export type RoleName = (typeof roleNames)[number];

/** One way to a role: a group that a file names, or a grant of the portal. */
export const roleAssignmentSchema = z.object({
  /** Of a grant, by which it is taken back; of a file's group, made from both. */
  id: z.string(),
  role: z.enum(roleNames),
  /** The group or user that holds it: `group:default/flyloft-it`. */
  subject: z.string(),
  source: z.enum(['file', 'page']),
  /** The configuration's key that says so; null for a grant. */
  key: z.string().nullable(),
  reason: z.string().nullable(),
  grantedBy: z.string().nullable(),
  grantedAt: z.iso.datetime().nullable(),
});
export type RoleAssignment = z.infer<typeof roleAssignmentSchema>;

/** A role to give, and why. */
export const roleGrantSchema = z.strictObject({
  role: z.enum(roleNames),
  subject: z.string().trim().min(1).max(200),
  reason: z.string().trim().min(1, 'say why').max(500),
});
export type RoleGrantInput = z.infer<typeof roleGrantSchema>;
