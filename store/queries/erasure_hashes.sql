-- Which contents of files held these documents and no other?
SELECT DISTINCT erased.file_hash
FROM sources AS erased
ANTI JOIN sources AS others
    ON others.file_hash = erased.file_hash
    AND NOT list_contains($ids, others.document_id)
WHERE list_contains($ids, erased.document_id)
ORDER BY ALL
