-- An answer is now written in the transaction of what it answers, so none is missing any more. What is left without one
-- belongs to requests that died on their way.
DELETE FROM "IdempotencyKey" WHERE status IS NULL;
ALTER TABLE "IdempotencyKey" ALTER COLUMN status SET NOT NULL, ALTER COLUMN response SET NOT NULL;
