-- AlterEnum
ALTER TYPE "AwardKind" ADD VALUE 'CHOICE';

-- AlterTable
ALTER TABLE "Edition" ADD COLUMN     "employeesVote" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "voteEndsAt" TIMESTAMP(3),
ADD COLUMN     "voteStartsAt" TIMESTAMP(3),
ADD COLUMN     "voteTie" TEXT NOT NULL DEFAULT 'shared';

-- CreateTable
CREATE TABLE "VoteKey" (
    "editionId" UUID NOT NULL,
    "issuerSpki" BYTEA NOT NULL,
    "issuerPrivate" BYTEA,

    CONSTRAINT "VoteKey_pkey" PRIMARY KEY ("editionId")
);

-- CreateTable
CREATE TABLE "VoteIssue" (
    "editionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "requestHash" BYTEA NOT NULL,

    CONSTRAINT "VoteIssue_pkey" PRIMARY KEY ("editionId","userId")
);

-- CreateTable
CREATE TABLE "Ballot" (
    "nullifier" BYTEA NOT NULL,
    "editionId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,

    CONSTRAINT "Ballot_pkey" PRIMARY KEY ("nullifier")
);

-- CreateIndex
CREATE INDEX "Ballot_proposalId_idx" ON "Ballot"("proposalId");

-- AddForeignKey
ALTER TABLE "VoteKey" ADD CONSTRAINT "VoteKey_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VoteIssue" ADD CONSTRAINT "VoteIssue_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VoteIssue" ADD CONSTRAINT "VoteIssue_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ballot" ADD CONSTRAINT "Ballot_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ballot" ADD CONSTRAINT "Ballot_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- Its key comes before the announcement, with the manifest that names it; from then on only its private half may be erased.
CREATE FUNCTION innova_vote_key_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF innova_phase(NEW."editionId") >= 'announced' THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
    RETURN NEW;
  END IF;
  IF innova_phase(OLD."editionId") < 'announced' THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;
  IF TG_OP = 'DELETE' OR OLD."issuerSpki" <> NEW."issuerSpki" OR (NEW."issuerPrivate" IS NOT NULL AND NEW."issuerPrivate" IS DISTINCT FROM OLD."issuerPrivate")
  THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "VoteKey" FOR EACH ROW EXECUTE FUNCTION innova_vote_key_stays();

-- A ballot is cast before the freeze, never changes, and may be erased once the results are published.
CREATE TRIGGER locked BEFORE INSERT OR DELETE ON "Ballot" FOR EACH ROW EXECUTE FUNCTION innova_locked_with_proposal('frozen', 'published');
CREATE TRIGGER appended BEFORE UPDATE ON "Ballot" FOR EACH ROW EXECUTE FUNCTION innova_append_only();

-- Whether there is a vote, and how its ties end, is settled with the announcement.
CREATE OR REPLACE FUNCTION innova_edition_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.phase < 'announced' THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;
  IF TG_OP = 'DELETE' OR NEW.phase < OLD.phase
    OR ROW(OLD."passesPerPerson", OLD."furtherBrowsers", OLD.quorum, OLD."custodianCount", OLD."reserveDepth", OLD."employeesVote", OLD."voteTie")
    IS DISTINCT FROM ROW(NEW."passesPerPerson", NEW."furtherBrowsers", NEW.quorum, NEW."custodianCount", NEW."reserveDepth", NEW."employeesVote", NEW."voteTie")
    OR (OLD.phase >= 'frozen' AND ROW(OLD."tieLadder", OLD."minimumScore", OLD."publishedDepth") IS DISTINCT FROM ROW(NEW."tieLadder", NEW."minimumScore", NEW."publishedDepth"))
  THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
