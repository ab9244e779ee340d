-- Which contents of files and which documents are not to be taken in again, and since when?
SELECT forgotten, min(erased_at) AS erased_at
FROM (
    SELECT unnest(list_concat(file_hashes, document_ids)) AS forgotten, erased_at
    FROM erasures
    WHERE kind = 'forgotten'
)
GROUP BY forgotten
