-- Which codes does the codebook have?
-- position: place in the codebook, from 1
-- dimension: dimension of the code
-- dimension_nb: its label in bokmål
-- dimension_en: its label in English
-- ordinal: whether the codes of the dimension are steps of a ladder
-- step: the step, from 1; none where the dimension is no ladder
-- code: the code
-- label_nb: its label in bokmål
-- label_en: its label in English
-- definition_nb: its definition in bokmål
-- definition_en: its definition in English
SELECT
    position, dimension, dimension_nb, dimension_en, ordinal, step, code, label_nb, label_en,
    definition_nb, definition_en
FROM store.codes
WHERE codebook_version = (SELECT codebook_version FROM store.current_codebook)
ORDER BY position
