-- How high on the ladder has each group come? The highest step with the codebook's strongest level of
-- evidence, and the highest with one of its two strongest.
-- group_id: the case
-- short: its short name
-- dimension: the ladder
-- step: the highest step with the strongest level; none where no step has it
-- code: its code
-- step_nb: its label in bokmål
-- step_en: its label in English
-- partly_step: the highest step with one of the two strongest levels
-- gaps: lower steps that have neither of the two strongest levels
-- provisional: whether it would be another without what waits for a person
WITH top AS (
    SELECT group_id, dimension, max(step) FILTER (level_place = 1) AS highest
    FROM ladder_matrix
    GROUP BY group_id, dimension
)

SELECT
    matrix.group_id,
    matrix.short,
    matrix.dimension,
    max(matrix.step) FILTER (matrix.level_place = 1) AS step,
    arg_max(matrix.code, matrix.step) FILTER (matrix.level_place = 1) AS code,
    arg_max(matrix.step_nb, matrix.step) FILTER (matrix.level_place = 1) AS step_nb,
    arg_max(matrix.step_en, matrix.step) FILTER (matrix.level_place = 1) AS step_en,
    max(matrix.step) FILTER (matrix.level_place <= 2) AS partly_step,
    coalesce(
        list(matrix.step ORDER BY matrix.step)
            FILTER (matrix.step < top.highest AND matrix.level_place > 2),
        []
    ) AS gaps,
    max(matrix.step) FILTER (matrix.level_place = 1)
        IS DISTINCT FROM max(matrix.step) FILTER (matrix.level_decided_place = 1) AS provisional
FROM ladder_matrix AS matrix
JOIN top USING (group_id, dimension)
JOIN groups ON groups.group_id = matrix.group_id
GROUP BY matrix.group_id, matrix.short, matrix.dimension, groups.position
ORDER BY groups.position, matrix.dimension
