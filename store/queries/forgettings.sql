-- What was forgotten when, the last first?
SELECT erased_at, source_names, document_ids
FROM erasures
WHERE kind = 'forgotten'
ORDER BY seq DESC
