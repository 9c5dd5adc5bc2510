import { z } from 'zod';
import { searchTextSchema } from '@flyloft/kit-common';

/** The lists whose state can be saved as a view. */
export const viewedLists = [
  'guests',
  'hosts',
  'clusters',
  'networks',
  'storages',
  'addresses',
  'changes',
] as const;
export type ViewedList = (typeof viewedLists)[number];

/** Who sees a view beside its owner: nobody, a group, whoever may use the list. */
export const viewSharings = ['private', 'group', 'everybody'] as const;
export type ViewSharing = (typeof viewSharings)[number];

/**
 * What of a list a view keeps. Neither a page nor a moment: a view is about
 * what there is now. Whether the conditions still make sense is the list's to
 * say: facts come and go, and a view outlives them.
 */
export const viewStateSchema = z.strictObject({
  q: searchTextSchema.optional(),
  filter: z.array(z.string().min(1).max(2000)).max(30).optional(),
  sort: z.string().min(1).max(60).optional(),
  deleted: z.enum(['include', 'only']).optional(),
  columns: z.array(z.string().min(1).max(60)).min(1).max(60).optional(),
});
export type ViewState = z.infer<typeof viewStateSchema>;

const nameSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(80, 'holds at most 80 characters')
  .refine(text => !/\p{Cc}/u.test(text), 'must not hold control characters');

const sharingShape = {
  sharing: z.enum(viewSharings),
  /** The group that sees it; one of the owner's own. */
  groupRef: z.string().max(300).nullable().optional(),
};

const groupFits = (view: { sharing: ViewSharing; groupRef?: string | null }) =>
  (view.sharing === 'group') === Boolean(view.groupRef);
const groupWords = {
  message: "is given where sharing is 'group', and only there",
  path: ['groupRef'],
};

/** A view to be saved. */
export const viewCreationSchema = z
  .strictObject({
    list: z.enum(viewedLists),
    name: nameSchema,
    state: viewStateSchema,
    ...sharingShape,
  })
  .refine(groupFits, groupWords);
export type ViewCreation = z.infer<typeof viewCreationSchema>;

/** A view as its owner wants it, over the version that the owner saw. */
export const viewChangeSchema = z
  .strictObject({
    name: nameSchema,
    state: viewStateSchema,
    ...sharingShape,
    version: z.number().int().min(1),
  })
  .refine(groupFits, groupWords);
export type ViewChange = z.infer<typeof viewChangeSchema>;

/** A saved view of a list. */
export const savedViewSchema = z.object({
  id: z.uuid(),
  list: z.enum(viewedLists),
  name: z.string(),
  state: viewStateSchema,
  sharing: z.enum(viewSharings),
  groupRef: z.string().nullable(),
  ownerRef: z.string(),
  /** The caller owns it, and so may change and delete it. */
  own: z.boolean(),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** The name it had before, for those who know it by that. */
  formerName: z.string().nullable(),
  renamedAt: z.iso.datetime().nullable(),
  /** Set where it was deleted; a link to it then says so. */
  deletedAt: z.iso.datetime().nullable(),
});
export type SavedView = z.infer<typeof savedViewSchema>;

/** The views of a list that the caller may use, and the caller's columns. */
export const savedViewsSchema = z.object({
  items: z.array(savedViewSchema),
  /** The columns that the caller's role begins with; null: the list's own. */
  usualColumns: z.array(z.string()).nullable(),
  /** The groups that the caller may share a view with. */
  groups: z.array(z.string()),
});
export type SavedViews = z.infer<typeof savedViewsSchema>;

/** Which list's views are asked for. */
export const savedViewsQuerySchema = z.strictObject({
  list: z.enum(viewedLists),
});
