-- What runs have there been, with which codebook and model, and how did they end?
-- run_id: the run
-- started_at: when it began, in UTC
-- finished_at: when it ended, in UTC; none where it was cut off
-- outcome: completed, failed or interrupted
-- codebook_version: the codebook
-- model_version: the model
-- files_seen: files in the folder
-- files_new: files taken in for the first time
-- files_changed: corrected files
-- files_unchanged: files as they were
-- files_missing: files taken in before and not in the folder now; their documents still count
-- files_refused: files that could not be taken in
-- documents_coded: documents coded
-- segments: segments found in them
SELECT
    run_id, started_at, finished_at, outcome, codebook_version, model_version, files_seen,
    files_new, files_changed, files_unchanged, files_missing, files_refused, documents_coded,
    segments
FROM store.runs
ORDER BY seq
