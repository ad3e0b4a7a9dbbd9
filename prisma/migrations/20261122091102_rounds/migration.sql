-- AlterTable
ALTER TABLE "Edition" ADD COLUMN     "asksPreferences" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "secondRoundJurors" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "shortlistScore" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "shortlistSize" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Assignment" ADD COLUMN     "round" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "ScoreSheet" ADD COLUMN     "round" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "Preference" (
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "value" INTEGER NOT NULL,

    CONSTRAINT "Preference_pkey" PRIMARY KEY ("jurorId","proposalId")
);

-- CreateTable
CREATE TABLE "ShortlistDecision" (
    "editionId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "listed" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ShortlistDecision_pkey" PRIMARY KEY ("editionId","proposalId")
);

-- CreateTable
CREATE TABLE "RoundWithdrawal" (
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RoundWithdrawal_pkey" PRIMARY KEY ("jurorId","proposalId")
);

-- AddForeignKey
ALTER TABLE "RoundWithdrawal" ADD CONSTRAINT "RoundWithdrawal_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundWithdrawal" ADD CONSTRAINT "RoundWithdrawal_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Preference" ADD CONSTRAINT "Preference_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Preference" ADD CONSTRAINT "Preference_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShortlistDecision" ADD CONSTRAINT "ShortlistDecision_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShortlistDecision" ADD CONSTRAINT "ShortlistDecision_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- the jury's decisions on the shortlist: until the ranking is frozen
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "ShortlistDecision" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('frozen');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "RoundWithdrawal" FOR EACH ROW EXECUTE FUNCTION innova_locked_with_proposal('frozen');

ALTER TABLE "Preference" ADD CONSTRAINT "Preference_value_known" CHECK (value IN (-1, 0, 1));

-- what decides who wins is fixed when scores begin to be known: with method and ladder also shortlist and second round
CREATE OR REPLACE FUNCTION innova_ranking_rules_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.phase >= 'scoring' AND ROW(OLD."rankingMethod", OLD."tieLadder", OLD."shortlistScore", OLD."shortlistSize", OLD."secondRoundJurors")
    IS DISTINCT FROM ROW(NEW."rankingMethod", NEW."tieLadder", NEW."shortlistScore", NEW."shortlistSize", NEW."secondRoundJurors")
  THEN PERFORM innova_refuse('the way the ranking is made'); END IF;
  RETURN NEW;
END $$;
