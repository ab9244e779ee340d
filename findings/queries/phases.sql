-- The codebook's phases of data collection, in their order.
SELECT id AS phase
FROM store.items
WHERE list = 'phases'
    AND codebook_version = (SELECT codebook_version FROM store.current_codebook)
ORDER BY position
