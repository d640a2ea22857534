-- CreateIndex
CREATE INDEX "Job_kept_output_idx" ON "Job"("completedAt") WHERE ((result IS NOT NULL) AND (NOT (result ? 'outputExpired'::text)));
