-- A result keeps its output once, as ordered pieces [stream, text], instead of three times as `output`, `stdout` and
-- `stderr`. Converted is every result whose pieces follow from its texts: one stream, or one after the other. Where the
-- two are mixed, nobody can tell which part came from which, and the result stays as it is.
UPDATE "Job"
SET result = (result - 'output' - 'stdout' - 'stderr') || jsonb_build_object('pieces',
  CASE WHEN result->>'output' = (result->>'stdout') || (result->>'stderr')
    THEN
      CASE WHEN result->>'stdout' = '' THEN '[]' ELSE jsonb_build_array(jsonb_build_array('stdout', result->'stdout')) END ||
      CASE WHEN result->>'stderr' = '' THEN '[]' ELSE jsonb_build_array(jsonb_build_array('stderr', result->'stderr')) END
    ELSE
      jsonb_build_array(jsonb_build_array('stderr', result->'stderr'), jsonb_build_array('stdout', result->'stdout'))
  END)
WHERE result->>'output' IN ((result->>'stdout') || (result->>'stderr'), (result->>'stderr') || (result->>'stdout'));
