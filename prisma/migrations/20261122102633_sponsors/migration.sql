-- CreateEnum
CREATE TYPE "PrizeShare" AS ENUM ('TEAM', 'MEMBER');

-- CreateEnum
CREATE TYPE "HandingOutcome" AS ENUM ('GIVEN', 'UNCLAIMED');

-- AlterEnum
ALTER TYPE "AwardKind" ADD VALUE 'THEME';

-- AlterTable
ALTER TABLE "Edition" ADD COLUMN     "budgetCents" INTEGER,
ADD COLUMN     "leftovers" TEXT NOT NULL DEFAULT 'stay',
ADD COLUMN     "maxPrizes" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "publicMoneyCents" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unclaimed" TEXT NOT NULL DEFAULT 'stay';

-- AlterTable
ALTER TABLE "Sponsor" ADD COLUMN     "agreedFrom" DATE,
ADD COLUMN     "agreedUntil" DATE,
ADD COLUMN     "contact" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "kindCents" INTEGER,
ADD COLUMN     "moneyCents" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Prize" ADD COLUMN     "share" "PrizeShare" NOT NULL DEFAULT 'TEAM',
ADD COLUMN     "validUntil" DATE;

-- AlterTable
ALTER TABLE "AwardRule" ADD COLUMN     "sponsorId" UUID;

-- CreateTable
CREATE TABLE "SponsorLogo" (
    "sponsorId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "alt" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "SponsorLogo_pkey" PRIMARY KEY ("sponsorId")
);

-- CreateTable
CREATE TABLE "HandingOver" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "ruleId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "item" INTEGER NOT NULL,
    "outcome" "HandingOutcome" NOT NULL,
    "day" DATE NOT NULL,
    "receipt" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "HandingOver_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SponsorLogo_sha256_idx" ON "SponsorLogo"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "HandingOver_ruleId_proposalId_item_key" ON "HandingOver"("ruleId", "proposalId", "item");

-- AddForeignKey
ALTER TABLE "SponsorLogo" ADD CONSTRAINT "SponsorLogo_sponsorId_fkey" FOREIGN KEY ("sponsorId") REFERENCES "Sponsor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AwardRule" ADD CONSTRAINT "AwardRule_sponsorId_fkey" FOREIGN KEY ("sponsorId") REFERENCES "Sponsor"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HandingOver" ADD CONSTRAINT "HandingOver_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Edition"
  ADD CONSTRAINT "Edition_awards_sensible" CHECK ("maxPrizes" >= 1 AND "leftovers" IN ('stay', 'next') AND "unclaimed" IN ('stay', 'next') AND "budgetCents" >= 0 AND "publicMoneyCents" >= 0);
ALTER TABLE "Sponsor" ADD CONSTRAINT "Sponsor_gives" CHECK ("moneyCents" >= 0 AND "kindCents" >= 0);
ALTER TABLE "SponsorLogo" ADD CONSTRAINT "SponsorLogo_is_picture" CHECK (kind IN ('png', 'jpeg') AND width > 0 AND height > 0);
ALTER TABLE "Prize" ADD CONSTRAINT "Prize_stock" CHECK (quantity >= 0 AND "valueCents" >= 0);
ALTER TABLE "HandingOver" ADD CONSTRAINT "HandingOver_item" CHECK (item >= 1);

-- how many prizes a proposal may get and where the others go is part of ranking.json, so it stays with it
CREATE FUNCTION innova_award_terms_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.phase >= 'frozen' AND ROW(OLD."maxPrizes", OLD.leftovers, OLD.unclaimed) IS DISTINCT FROM ROW(NEW."maxPrizes", NEW.leftovers, NEW.unclaimed)
  THEN PERFORM innova_refuse('the terms of the awards'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER award_terms BEFORE UPDATE ON "Edition" FOR EACH ROW EXECUTE FUNCTION innova_award_terms_stay();
