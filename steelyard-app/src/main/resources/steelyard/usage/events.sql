-- Events of a mapped format. In: `events`, as steelyard_events gives them, and `roots`, the first ancestor of every session that was forked.
-- Events of one id tell of one response, unless their requests differ; what repeats another (a side chain, or an event without a request
-- beside some with) stands only where nothing else tells of it. Of those that tell of one response the first in the order {keep} stands. {told} says
-- whether the task of an event is told by others than fallbacks.
SELECT
    file, line,
    CASE WHEN problem IS NOT NULL THEN 'unreadable' WHEN rank > 1 OR (several AND weak) OR (fallback AND told) THEN 'duplicate' WHEN blank THEN 'no_counts' ELSE 'ok' END AS status,
    problem,
    micros, micros_end, zoneless, assumed,
    provider, model, region, service, nullif(person, '') AS person, nullif(team, '') AS team, nullif(task, '') AS task, calls,
    {meters},
    recorded
FROM (SELECT *, {told} AS told FROM (
    SELECT *, false AS several, 1 AS rank, false AS weak FROM events WHERE id IS NULL OR problem IS NOT NULL
    UNION ALL BY NAME
    SELECT *, row_number() OVER (
        PARTITION BY id, id2, family, CASE WHEN several THEN CASE WHEN weak THEN 0 ELSE request END END
        ORDER BY {keep}) AS rank
    FROM (
        SELECT *, coalesce(min(request) FILTER (NOT weak) OVER same <> max(request) FILTER (NOT weak) OVER same, false) AS several
        FROM (
            SELECT e.*, coalesce(r.root, e.session) AS family, e.replay OR e.request IS NULL AS weak
            FROM events e LEFT JOIN roots r ON r.session = e.session
            WHERE e.id IS NOT NULL AND e.problem IS NULL)
        WINDOW same AS (PARTITION BY id, id2, family))
))
