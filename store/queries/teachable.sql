-- Which pending segments has nobody been asked to review yet?
SELECT
    pending.segment_id, pending.document_id, pending.start_char, pending.end_char, pending.score
FROM pending_segments AS pending
ANTI JOIN current_assignments AS known ON known.segment_id = pending.segment_id
ORDER BY pending.document_id, pending.start_char, pending.end_char, pending.code
