// The organisation that bears an identifier, which the index finds at once.
// Parameters: $dataset; $audience, the visibilities that may be seen; $asked. Returns: id.
MATCH (o:Organisation {dataset: $dataset, org_id: $asked})
WHERE coalesce(o.visibility, 'public') IN $audience
RETURN o.org_id AS id
