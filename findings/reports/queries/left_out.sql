-- Which documents count nowhere, or in no group?
SELECT document, lang, coded, group_id
FROM documents
WHERE NOT coded OR group_id IS NULL
ORDER BY document
LIMIT $documents
