-- Which of the machine's codings wait for a person?
SELECT machine_segments.*
FROM machine_segments
SEMI JOIN codes
    ON codes.code = machine_segments.code
    AND codes.codebook_version = (SELECT codebook_version FROM current_codebook)
WHERE machine_segments.status = 'pending'
