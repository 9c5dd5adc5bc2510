import { sql, type Column } from '@flyloft/backend-kit';
import { personRefPrefix } from '@flyloft/plugin-inventory-common';
import { visibleCustomFields } from '../customFields/customColumns';

/** The name of an owner who has no account. */
const personName = (owner: string) =>
  `case when ${owner} like '${personRefPrefix}%' then (
    select x.name from external_people x
    where x.id = substr(${owner}, ${personRefPrefix.length + 1})::uuid) end`;

const overridden = `array(select jsonb_object_keys(g.overrides))`;

/** What lists show of what people added to a guest `g`. */
export const additionsSelect = `
  g.technical_owner, ${personName('g.technical_owner')} as technical_owner_name,
  g.business_owner, ${personName('g.business_owner')} as business_owner_name,
  g.project, g.stage, g.notes, ${visibleCustomFields('g')} as custom_fields,
  ${overridden} as overridden`;

/** Where the facts stand that people add. */
export const additionColumns = {
  technicalOwner: { value: 'g.technical_owner' },
  businessOwner: { value: 'g.business_owner' },
  project: { value: 'g.project' },
  stage: { value: 'g.stage' },
  notes: { value: 'g.notes' },
  overridden: {
    value: overridden,
    condition: wanted =>
      sql`(g.overrides is not null and g.overrides -> ${wanted} is not null)`,
  },
} satisfies Record<string, Column>;
