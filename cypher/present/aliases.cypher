// What is there of the relationships :ALSO_KNOWN_AS from :Organisation to :Alias.
// Parameters: $dataset. Returns: ids, fingerprints, in one order.
// Written by tools/statements.py: change what it reads, not this file.
MATCH (:Organisation {dataset: $dataset})-[link:ALSO_KNOWN_AS]->(:Alias)
WHERE link.fingerprint IS NOT NULL
WITH collect(link) AS links
RETURN [link IN links | elementId(link)] AS ids,
  [link IN links | link.fingerprint] AS fingerprints
