// What is there of the relationships :NEEDS from :Organisation to :Need.
// Parameters: $dataset. Returns: ids, fingerprints, in one order.
// Written by tools/statements.py: change what it reads, not this file.
MATCH (:Organisation {dataset: $dataset})-[link:NEEDS]->(:Need)
WHERE link.fingerprint IS NOT NULL
WITH collect(link) AS links
RETURN [link IN links | elementId(link)] AS ids,
  [link IN links | link.fingerprint] AS fingerprints
