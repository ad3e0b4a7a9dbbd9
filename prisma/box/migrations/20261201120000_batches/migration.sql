-- CreateEnum
CREATE TYPE "MessageKind" AS ENUM ('ANSWER', 'CONTEST', 'OBJECTION');

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "kind" "MessageKind" NOT NULL,
    "text" TEXT NOT NULL,
    "visibleFrom" DATE NOT NULL,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BlockedPair" (
    "editionId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "jurorId" UUID NOT NULL,

    CONSTRAINT "BlockedPair_pkey" PRIMARY KEY ("proposalId","jurorId")
);

-- CreateTable
CREATE TABLE "Ballot" (
    "nullifier" BYTEA NOT NULL,
    "editionId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,

    CONSTRAINT "Ballot_pkey" PRIMARY KEY ("nullifier")
);

-- CreateTable
CREATE TABLE "TookPart" (
    "nullifier" BYTEA NOT NULL,
    "editionId" UUID NOT NULL,
    "takenFrom" DATE NOT NULL,

    CONSTRAINT "TookPart_pkey" PRIMARY KEY ("nullifier")
);

-- CreateTable
CREATE TABLE "HandedKey" (
    "envelopeId" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "key" BYTEA NOT NULL,

    CONSTRAINT "HandedKey_pkey" PRIMARY KEY ("envelopeId")
);

-- CreateIndex
CREATE INDEX "Message_proposalId_idx" ON "Message"("proposalId");

-- CreateIndex
CREATE INDEX "Message_editionId_idx" ON "Message"("editionId");

-- CreateIndex
CREATE INDEX "BlockedPair_editionId_idx" ON "BlockedPair"("editionId");

-- CreateIndex
CREATE INDEX "Ballot_editionId_idx" ON "Ballot"("editionId");

-- CreateIndex
CREATE INDEX "TookPart_editionId_idx" ON "TookPart"("editionId");

-- CreateIndex
CREATE INDEX "HandedKey_editionId_idx" ON "HandedKey"("editionId");
