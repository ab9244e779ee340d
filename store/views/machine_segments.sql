-- What does the machine say of the documents that may be coded, where no person has spoken? Its last
-- pass over each document, without segments that a decision on the same code overlaps.
SELECT codings.*, latest_passes.codebook_version, latest_passes.model_version
FROM codings
JOIN latest_passes USING (run_id, document_id)
SEMI JOIN codable_documents ON codable_documents.document_id = codings.document_id
ANTI JOIN human_segments
    ON human_segments.document_id = codings.document_id
    AND human_segments.code = codings.code
    AND human_segments.start_char < codings.end_char
    AND human_segments.end_char > codings.start_char
