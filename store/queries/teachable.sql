-- Which pending segments has nobody been asked to review yet? Without those in sentences still to be
-- audited, of which people are not to know what the machine said.
SELECT
    pending.segment_id, pending.document_id, pending.start_char, pending.end_char, pending.score
FROM pending_segments AS pending
ANTI JOIN current_assignments AS known ON known.segment_id = pending.segment_id
ANTI JOIN current_assignments AS audit
    ON audit.strategy = 'audit'
    AND audit.state = 'open'
    AND audit.document_id = pending.document_id
    AND audit.start_char < pending.end_char
    AND audit.end_char > pending.start_char
ORDER BY pending.document_id, pending.start_char, pending.end_char, pending.code
