-- Notes the sentences in the frame `drawn` as assigned for audit, unless they are at this rate.
INSERT INTO assignments (
    assignment_id, assigned_at, document_id, start_char, end_char, strategy, random_number,
    inclusion_probability, model_version, codebook_version
)
SELECT
    replace(uuid()::VARCHAR, '-', ''),
    $now,
    drawn.document_id,
    drawn.start_char,
    drawn.end_char,
    'audit',
    drawn.random_number,
    $rate,
    latest_passes.model_version,
    (SELECT codebook_version FROM current_codebook)
FROM drawn
LEFT JOIN latest_passes USING (document_id)
ANTI JOIN current_assignments AS known
    ON known.strategy = 'audit'
    AND known.document_id = drawn.document_id
    AND known.start_char = drawn.start_char
    AND known.end_char = drawn.end_char
    AND known.inclusion_probability = $rate
ORDER BY drawn.random_number
