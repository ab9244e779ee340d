-- How was each document that counts last read?
SELECT document_id, reading AS read_by
FROM current_documents
JOIN current_sources USING (document_id, source_name)
