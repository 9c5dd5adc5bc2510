/*
 * The statements that find out of which listed guests an id alone does not
 * tell who they are, as text. What they are is decided by a rule.
 */

/**
 * Makes the temporary table \`guest_match\`: the listed guests of which an id
 * alone does not tell who they are. These are the ones about whom the evidence
 * says something new, and those whose id only deleted guests had: of these,
 * the one with their BIOS UUID, otherwise the last.
 */
export const matchGuests = (staged: string) => `
  create temp table guest_match on commit drop as
  with live as (
    select s.external_id, g.id as guest_id, s.evidence as seen, s.type as seen_type,
      g.evidence as known, g.type as known_type
    from ${staged} s
    left join guests g on g.platform_id = :platformId
      and g.external_id = s.external_id and g.deleted_at is null
    where g.id is null or g.type <> s.type or not g.evidence @> s.evidence
  ), gone as (
    select distinct on (g.external_id) g.external_id, g.id as guest_id,
      l.seen, l.seen_type, g.evidence as known, g.type as known_type
    from guests g
    join live l on l.external_id = g.external_id and l.guest_id is null
    where g.platform_id = :platformId and g.deleted_at is not null
    order by g.external_id,
      (g.evidence->>'biosUuid' is not distinct from l.seen->>'biosUuid') desc,
      g.deleted_at desc
  )
  select external_id, guest_id, false as was_deleted, known, known_type, seen,
    seen_type, null::text as verdict, null::text as because
  from live where guest_id is not null
  union all
  select external_id, guest_id, true, known, known_type, seen, seen_type, null, null
  from gone`;

/** A cursor over them, for the rule. */
export const openCandidates = `
  declare identity_candidates no scroll cursor for
  select external_id, was_deleted, known, known_type, seen, seen_type
  from guest_match`;

/** Writes the verdicts that are not "the same". */
export const writeVerdicts = `
  update guest_match m set verdict = v.verdict, because = v.because
  from unnest(:ids::text[], :verdicts::text[], :reasons::text[])
    as v(external_id, verdict, because)
  where m.external_id = v.external_id`;
