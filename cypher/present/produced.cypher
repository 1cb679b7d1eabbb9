// What is there of the relationships :PRODUCED from :Project to :Outcome.
// Parameters: $dataset. Returns: ids, fingerprints, in one order.
// Written by tools/statements.py: change what it reads, not this file.
MATCH (:Project {dataset: $dataset})-[link:PRODUCED]->(:Outcome)
WHERE link.fingerprint IS NOT NULL
WITH collect(link) AS links
RETURN [link IN links | elementId(link)] AS ids,
  [link IN links | link.fingerprint] AS fingerprints
