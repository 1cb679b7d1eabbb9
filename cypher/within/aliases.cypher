// The relationships :ALSO_KNOWN_AS of chosen organisations to :Alias.
// Parameters: $dataset, $org_ids. Returns: ids.
UNWIND $org_ids AS org_id
MATCH (:Organisation {dataset: $dataset, org_id: org_id})-[link:ALSO_KNOWN_AS]->(:Alias)
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(link)) AS ids
