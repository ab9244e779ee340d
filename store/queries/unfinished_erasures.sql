-- Which documents gave way to others and may still be in files, vectors and models? Without those
-- that were taken in again.
SELECT DISTINCT unnest(document_ids) AS document_id
FROM erasures
WHERE completed_at IS NULL AND kind <> 'forgotten'
EXCEPT
SELECT document_id
FROM documents
