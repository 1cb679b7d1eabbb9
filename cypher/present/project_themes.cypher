// What is there of the relationships :ABOUT from :Project to :Theme.
// Parameters: $dataset. Returns: ids, fingerprints, in one order.
// Written by tools/statements.py: change what it reads, not this file.
MATCH (:Project {dataset: $dataset})-[link:ABOUT]->(:Theme)
WHERE link.fingerprint IS NOT NULL
WITH collect(link) AS links
RETURN [link IN links | elementId(link)] AS ids,
  [link IN links | link.fingerprint] AS fingerprints
