-- Concurrently: it reads every result, and jobs go on meanwhile. That takes a migration of a single statement, which
-- then runs outside of a transaction.
CREATE INDEX CONCURRENTLY "Job_kept_output_idx" ON "Job"("completedAt") WHERE ((result IS NOT NULL) AND (NOT (result ? 'outputExpired'::text)));
