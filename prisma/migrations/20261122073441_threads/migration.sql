-- CreateTable
CREATE TABLE "ThreadMessage" (
    "seq" SERIAL NOT NULL,
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "ThreadMessage_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE INDEX "ThreadMessage_proposalId_idx" ON "ThreadMessage"("proposalId");

-- AddForeignKey
ALTER TABLE "ThreadMessage" ADD CONSTRAINT "ThreadMessage_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ThreadMessage" ADD CONSTRAINT "ThreadMessage_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- what was written in deliberation stays as it was, and nothing is added once the ranking is frozen
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "ThreadMessage" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER locked BEFORE INSERT ON "ThreadMessage" FOR EACH ROW EXECUTE FUNCTION innova_locked_with_proposal('frozen');
