-- Session logs of the pi agent. In: `lines`, with file, line, text and problem; a line without usage is not in it.
-- The input count excludes cached tokens. The log does not say how long a cache write lives. Costs are doubles that the
-- agent computed at the time: kept beside our own, never used as money.
WITH parsed AS (
    SELECT file, line,
        CASE WHEN problem IS NOT NULL THEN problem WHEN NOT json_valid(text) THEN 'not valid JSON' END AS broken,
        CASE WHEN problem IS NULL AND json_valid(text) THEN json_transform(text, '{
            "timestamp": "VARCHAR", "session_id": "VARCHAR", "provider": "VARCHAR", "model": "VARCHAR",
            "usage": {"input": "VARCHAR", "output": "VARCHAR", "cacheRead": "VARCHAR", "cacheWrite": "VARCHAR", "cost": {"total": "VARCHAR"}},
            "message": {"role": "VARCHAR", "provider": "VARCHAR", "model": "VARCHAR",
                "usage": {"input": "VARCHAR", "output": "VARCHAR", "cacheRead": "VARCHAR", "cacheWrite": "VARCHAR", "cost": {"total": "VARCHAR"}}}
        }') END AS j
    FROM lines
), source AS (
    SELECT file, line, broken,
        j.timestamp AS time, micros_text(j.timestamp, getvariable('zone')) AS micros, is_zoneless(j.timestamp) AS zoneless,
        coalesce(j.message.provider, j.provider) AS provider,
        coalesce(j.message.model, j.model) AS model,
        coalesce(j.session_id, 'file ' || file) AS task,
        CASE WHEN j.message.usage.output IS NOT NULL OR j.message.usage.input IS NOT NULL THEN j.message.usage ELSE j.usage END AS u
    FROM parsed
), numbered AS (
    SELECT *, whole_text(u.input) AS n_input, whole_text(u.output) AS n_output,
        whole_text(u.cacheRead) AS n_read, whole_text(u.cacheWrite) AS n_write
    FROM source
    WHERE broken IS NOT NULL OR u.input IS NOT NULL OR u.output IS NOT NULL
), checked AS (
    SELECT *,
        coalesce(
            broken,
            time_problem('timestamp', time, micros),
            CASE WHEN coalesce(model, '') = '' THEN 'model is missing' END,
            count_problem('usage.input', u.input, n_input),
            count_problem('usage.output', u.output, n_output),
            count_problem('usage.cacheRead', u.cacheRead, n_read),
            count_problem('usage.cacheWrite', u.cacheWrite, n_write)
        ) AS problem
    FROM numbered
)
SELECT
    file, line,
    CASE WHEN problem IS NOT NULL THEN 'unreadable' ELSE 'ok' END AS status,
    problem,
    micros, micros AS micros_end, zoneless,
    coalesce(provider, '') AS provider, model, '' AS region, 'standard' AS service,
    NULL AS person, NULL AS team, task, 1 AS calls,
    coalesce(n_input, 0) AS input, coalesce(n_read, 0) AS cache_read, coalesce(n_write, 0) AS cache_write,
    0 AS cache_write_5m, 0 AS cache_write_1h,
    coalesce(n_output, 0) AS output, 0 AS reasoning,
    0 AS audio_input, 0 AS audio_cache_read, 0 AS audio_output, 0 AS image_input, 0 AS image_output,
    0 AS web_search,
    finite_number(u.cost.total) AS recorded
FROM checked
