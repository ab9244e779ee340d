-- How hard is the problem of each group? Its place between low and high on the two codes that the
-- codebook names for the problem diagram: the share of what is said of them that says high.
-- group_id: the case
-- short: its short name
-- x_code: the code of the horizontal axis
-- y_code: the code of the vertical axis
-- x: place on the horizontal axis, from 0 (low) to 1 (high); none where nothing says
-- x_low: lower bound of its 95% interval
-- x_high: upper bound
-- y: place on the vertical axis
-- y_low: lower bound of its 95% interval
-- y_high: upper bound
-- x_segments: coded segments that say high or low of x_code
-- y_segments: coded segments that say high or low of y_code
-- corrected: whether both places are corrected for the machine's errors
WITH axes AS (
    SELECT content ->> '$.diagram.x' AS x_code, content ->> '$.diagram.y' AS y_code
    FROM store.codebooks
    WHERE codebook_version = (SELECT codebook_version FROM store.current_codebook)
)

SELECT
    x.group_id,
    x.short,
    axes.x_code,
    axes.y_code,
    x.share_helping AS x,
    x.low AS x_low,
    x.high AS x_high,
    y.share_helping AS y,
    y.low AS y_low,
    y.high AS y_high,
    x.helps + x.hinders AS x_segments,
    y.helps + y.hinders AS y_segments,
    x.corrected AND y.corrected AS corrected
FROM axes
JOIN factor_balance AS x ON x.code = axes.x_code
JOIN factor_balance AS y ON y.code = axes.y_code AND y.group_id = x.group_id
JOIN groups ON groups.group_id = x.group_id
ORDER BY groups.position
