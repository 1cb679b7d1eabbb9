// Who is a member of a pôle on a day, of those that the audience may see.
// Parameters: $dataset; $pole, its identifier; $day; $regions, names or null for all; $seen. Returns: org_ids.
MATCH (:Pole {dataset: $dataset, pole_id: $pole})<-[member:MEMBER_OF]-(organisation:Organisation)
WHERE member.fingerprint IS NOT NULL
  AND (member.since IS NULL OR member.since <= $day)
  AND (member.until IS NULL OR member.until >= $day)
  AND (organisation.dissolved IS NULL OR organisation.dissolved > $day)
  AND ($seen IS NULL OR coalesce(organisation.visibility, 'public') IN $seen)
  AND ($regions IS NULL OR organisation.region IN $regions)
RETURN collect(organisation.org_id) AS org_ids
