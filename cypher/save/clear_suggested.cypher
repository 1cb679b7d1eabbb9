// Take away the suggestions of earlier runs.
// Parameters: $dataset; $org_ids, whose, or null for all. Returns: nothing.
MATCH (start:Organisation {dataset: $dataset})-[link:SUGGESTED]->(:Organisation)
WHERE link.fingerprint IS NOT NULL AND ($org_ids IS NULL OR start.org_id IN $org_ids)
DELETE link
