-- Session logs of Claude Code. In: `lines`, with file, line, text and problem; a line without usage is not in it.
-- The prompt counts exclude cached tokens; output includes thinking. A write whose lifetime the split does not tell
-- keeps it unknown. Old versions noted costUSD; newer ones do not.
-- One response stands in many lines: one per content block, growing while it streams, replayed in resumed and side
-- sessions. Of the lines with one message id the one with most output counts, of equals the one of the main session.
WITH parsed AS (
    SELECT file, line, problem, text,
        CASE WHEN problem IS NULL AND json_valid(text) THEN json_transform(text, '{
            "type": "VARCHAR", "timestamp": "VARCHAR", "sessionId": "VARCHAR", "isSidechain": "BOOLEAN", "cwd": "VARCHAR",
            "costUSD": "VARCHAR",
            "message": {"id": "VARCHAR", "model": "VARCHAR", "usage": {
                "input_tokens": "VARCHAR", "output_tokens": "VARCHAR", "cache_read_input_tokens": "VARCHAR",
                "cache_creation_input_tokens": "VARCHAR", "service_tier": "VARCHAR", "speed": "VARCHAR", "inference_geo": "VARCHAR",
                "cache_creation": {"ephemeral_5m_input_tokens": "VARCHAR", "ephemeral_1h_input_tokens": "VARCHAR"},
                "output_tokens_details": {"thinking_tokens": "VARCHAR"},
                "server_tool_use": {"web_search_requests": "VARCHAR"}}},
            "data": {"message": {"message": {"id": "VARCHAR", "model": "VARCHAR", "usage": {
                "input_tokens": "VARCHAR", "output_tokens": "VARCHAR", "cache_read_input_tokens": "VARCHAR",
                "cache_creation_input_tokens": "VARCHAR", "service_tier": "VARCHAR", "speed": "VARCHAR", "inference_geo": "VARCHAR",
                "cache_creation": {"ephemeral_5m_input_tokens": "VARCHAR", "ephemeral_1h_input_tokens": "VARCHAR"},
                "output_tokens_details": {"thinking_tokens": "VARCHAR"},
                "server_tool_use": {"web_search_requests": "VARCHAR"}}}}}}') END AS j
    FROM lines
), messages AS (
    SELECT file, line, j,
        coalesce(j.message.id, j.data.message.message.id) AS id,
        coalesce(j.message.model, j.data.message.message.model) AS model,
        CASE WHEN j.message.usage.output_tokens IS NOT NULL OR j.message.usage.input_tokens IS NOT NULL
            THEN j.message.usage ELSE coalesce(j.data.message.message.usage, j.message.usage) END AS u,
        CASE WHEN problem IS NOT NULL THEN problem WHEN NOT json_valid(text) THEN 'not valid JSON' END AS broken
    FROM parsed
), source AS (
    SELECT file, line, broken, id,
        CASE WHEN is_bedrock THEN 'aws-bedrock' WHEN contains(model, '/') THEN NULL ELSE 'anthropic' END AS provider,
        CASE WHEN u.speed = 'fast' THEN 'fast/' || model ELSE model END AS model,
        CASE WHEN u.inference_geo IN ('global', 'not_available') THEN NULL ELSE u.inference_geo END AS region,
        u.service_tier AS service_tier,
        j.timestamp AS time, micros_text(j.timestamp, getvariable('zone')) AS micros, is_zoneless(j.timestamp) AS zoneless,
        coalesce(j.isSidechain, false) AS side,
        nullif(j.cwd, '') AS team, j.sessionId AS task,
        u.input_tokens AS input_tokens, whole_text(u.input_tokens) AS n_input_tokens,
        u.output_tokens AS output_tokens, whole_text(u.output_tokens) AS n_output_tokens,
        u.cache_read_input_tokens AS cache_read_tokens, whole_text(u.cache_read_input_tokens) AS n_cache_read_tokens,
        u.cache_creation_input_tokens AS created, whole_text(u.cache_creation_input_tokens) AS n_created,
        coalesce(whole_text(u.cache_creation.ephemeral_5m_input_tokens), 0) AS n_5m,
        coalesce(whole_text(u.cache_creation.ephemeral_1h_input_tokens), 0) AS n_1h,
        coalesce(whole_text(u.output_tokens_details.thinking_tokens), 0) AS n_thinking,
        coalesce(whole_text(u.server_tool_use.web_search_requests), 0) AS web_search,
        finite_number(j.costUSD) AS recorded
    FROM (SELECT *, regexp_matches(model, '(^|[./:])(anthropic\.)') AS is_bedrock FROM messages)
    WHERE broken IS NOT NULL OR (u IS NOT NULL AND model IS DISTINCT FROM '<synthetic>')
), checked AS (
    SELECT *,
        coalesce(
            broken,
            time_problem('timestamp', time, micros),
            CASE WHEN coalesce(model, '') = '' THEN 'message.model is missing' END,
            count_problem('input_tokens', input_tokens, n_input_tokens),
            count_problem('output_tokens', output_tokens, n_output_tokens),
            count_problem('cache_read_input_tokens', cache_read_tokens, n_cache_read_tokens),
            count_problem('cache_creation_input_tokens', created, n_created),
            CASE WHEN n_5m < 0 OR n_1h < 0 OR n_thinking < 0 OR web_search < 0 THEN 'a count in usage is negative' END,
            CASE WHEN n_created > 0 AND n_5m + n_1h > n_created
                THEN 'cache writes of 5 minutes and 1 hour exceed their sum ' || n_created END,
            CASE WHEN n_thinking > coalesce(n_output_tokens, 0) THEN 'thinking exceeds output' END
        ) AS problem,
        row_number() OVER (
            PARTITION BY coalesce(nullif(id, ''), file || ':' || line)
            ORDER BY broken IS NOT NULL, n_output_tokens DESC NULLS LAST, side, file, line) AS rank
    FROM source
)
SELECT
    file, line,
    CASE WHEN problem IS NOT NULL THEN 'unreadable' WHEN rank > 1 THEN 'duplicate'
        WHEN input_tokens IS NULL AND output_tokens IS NULL THEN 'no_counts' ELSE 'ok' END AS status,
    problem,
    micros, micros AS micros_end, zoneless,
    coalesce(provider, '') AS provider, model, coalesce(region, '') AS region, coalesce(tier_of(service_tier), lower(trim(service_tier))) AS service,
    NULL AS person, team, task, 1 AS calls,
    coalesce(n_input_tokens, 0) AS input,
    coalesce(n_cache_read_tokens, 0) AS cache_read,
    greatest(coalesce(n_created, 0) - n_5m - n_1h, 0) AS cache_write,
    n_5m AS cache_write_5m, n_1h AS cache_write_1h,
    coalesce(n_output_tokens, 0) - n_thinking AS output, n_thinking AS reasoning,
    0 AS audio_input, 0 AS audio_cache_read, 0 AS audio_output, 0 AS image_input, 0 AS image_output,
    web_search,
    recorded
FROM checked
