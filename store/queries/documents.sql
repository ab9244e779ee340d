-- The documents with these ids, with their metadata.
SELECT document_id, source_name, text, group_id, phase, kind, role, lang, date, origins
FROM current_documents
WHERE list_contains($ids, document_id)
