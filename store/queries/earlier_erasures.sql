-- When was what is meant by this name or id of a document forgotten last?
SELECT erased_at
FROM erasures
WHERE list_contains(source_names, $document) OR list_contains(document_ids, $document)
ORDER BY seq DESC
LIMIT 1
