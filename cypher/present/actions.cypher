// What is there of the relationships :TOOK_PART_IN from :Organisation to :Action.
// Parameters: $dataset. Returns: ids, fingerprints, in one order.
// Written by tools/statements.py: change what it reads, not this file.
MATCH (:Organisation {dataset: $dataset})-[link:TOOK_PART_IN]->(:Action)
WHERE link.fingerprint IS NOT NULL
WITH collect(link) AS links
RETURN [link IN links | elementId(link)] AS ids,
  [link IN links | link.fingerprint] AS fingerprints
