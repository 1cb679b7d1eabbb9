// The groups and the large companies without one, and the names of their organisations, to find the one that is meant.
// Parameters: $dataset; $audience, the visibilities that may be seen. Returns: id, identifiers, names.
MATCH (o:Organisation {dataset: $dataset})
WHERE (o.group_id IS NOT NULL OR o:LargeGroup) AND coalesce(o.visibility, 'public') IN $audience
WITH o.unit AS id, o
ORDER BY o.org_id
WITH id, collect(o) AS members
RETURN id, [o IN members | o.org_id] AS identifiers,
  CASE WHEN members[0].group_id IS NULL THEN [] ELSE [id] END + [o IN members | o.name] AS names
ORDER BY id
