-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Box" (
    "id" UUID NOT NULL,

    CONSTRAINT "Box_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Edition" (
    "id" UUID NOT NULL,
    "facts" TEXT NOT NULL,
    "closed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Edition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Proposal" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "problem" TEXT NOT NULL,
    "solution" TEXT NOT NULL,
    "beneficiaries" TEXT NOT NULL,
    "benefit" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "horizon" TEXT NOT NULL,
    "staff" TEXT NOT NULL,
    "cost" TEXT NOT NULL,
    "sustainability" TEXT NOT NULL,
    "categories" TEXT[],
    "goals" INTEGER[],
    "contentHash" BYTEA NOT NULL,

    CONSTRAINT "Proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Envelope" (
    "id" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "slot" INTEGER NOT NULL,
    "manifestHash" BYTEA NOT NULL,
    "iv" BYTEA NOT NULL,
    "ct" BYTEA NOT NULL,
    "commit" BYTEA NOT NULL,
    "wraps" BYTEA NOT NULL,
    "ownerWrap" BYTEA NOT NULL,

    CONSTRAINT "Envelope_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Access" (
    "keyHash" BYTEA NOT NULL,
    "proposalId" UUID NOT NULL,
    "slot" INTEGER NOT NULL,

    CONSTRAINT "Access_pkey" PRIMARY KEY ("keyHash")
);

-- CreateTable
CREATE TABLE "ProposalFile" (
    "id" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "ProposalFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invite" (
    "codeHash" BYTEA NOT NULL,
    "proposalId" UUID NOT NULL,
    "slot" INTEGER NOT NULL,

    CONSTRAINT "Invite_pkey" PRIMARY KEY ("codeHash")
);

-- CreateTable
CREATE TABLE "SpentToken" (
    "nullifier" BYTEA NOT NULL,
    "editionId" UUID NOT NULL,
    "purpose" TEXT NOT NULL,

    CONSTRAINT "SpentToken_pkey" PRIMARY KEY ("nullifier")
);

-- CreateIndex
CREATE INDEX "Proposal_editionId_idx" ON "Proposal"("editionId");

-- CreateIndex
CREATE UNIQUE INDEX "Envelope_proposalId_slot_key" ON "Envelope"("proposalId", "slot");

-- CreateIndex
CREATE INDEX "Access_proposalId_idx" ON "Access"("proposalId");

-- CreateIndex
CREATE UNIQUE INDEX "ProposalFile_proposalId_position_key" ON "ProposalFile"("proposalId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Invite_proposalId_slot_key" ON "Invite"("proposalId", "slot");

-- CreateIndex
CREATE INDEX "SpentToken_editionId_idx" ON "SpentToken"("editionId");

-- AddForeignKey
ALTER TABLE "Proposal" ADD CONSTRAINT "Proposal_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Envelope" ADD CONSTRAINT "Envelope_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Access" ADD CONSTRAINT "Access_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProposalFile" ADD CONSTRAINT "ProposalFile_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invite" ADD CONSTRAINT "Invite_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
