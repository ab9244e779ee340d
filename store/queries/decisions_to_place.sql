-- Which decisions were made on another version of a document that counts, and have no place in it yet?
SELECT DISTINCT
    decisions.decision_id,
    current_sources.document_id,
    decisions.quote,
    decisions.start_char,
    old.text AS old_text,
    new.text AS new_text
FROM decisions
JOIN sources AS lineage USING (document_id)
JOIN current_sources
    ON current_sources.source_name = lineage.source_name
    AND current_sources.document_id <> decisions.document_id
    AND current_sources.state = 'present'
JOIN documents AS old ON old.document_id = decisions.document_id
JOIN documents AS new ON new.document_id = current_sources.document_id
ANTI JOIN placements
    ON placements.decision_id = decisions.decision_id
    AND placements.document_id = current_sources.document_id
