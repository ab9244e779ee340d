-- Every coded segment stands in a document that counts.
SELECT segments.segment_id
FROM coded_segments AS segments
ANTI JOIN documents USING (document_id)
