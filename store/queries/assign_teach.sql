-- Notes the pending segments with these ids as assigned to teach the coder, in this order, unless
-- they are assigned already.
INSERT INTO assignments (
    assignment_id, assigned_at, document_id, start_char, end_char, segment_id, code, strategy,
    model_version, codebook_version
)
SELECT
    replace(uuid()::VARCHAR, '-', ''),
    $now,
    pending.document_id,
    pending.start_char,
    pending.end_char,
    pending.segment_id,
    pending.code,
    'teach',
    pending.model_version,
    pending.codebook_version
FROM pending_segments AS pending
ANTI JOIN current_assignments AS known ON known.segment_id = pending.segment_id
WHERE list_contains($ids, pending.segment_id)
ORDER BY list_position($ids, pending.segment_id)
