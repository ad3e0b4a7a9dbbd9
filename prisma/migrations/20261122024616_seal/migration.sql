-- CreateEnum
CREATE TYPE "StatementKind" AS ENUM ('AMENDMENT', 'RESERVE');

-- CreateEnum
CREATE TYPE "MessageSide" AS ENUM ('ORGANISER', 'PROPOSER');

-- CreateEnum
CREATE TYPE "MessageKind" AS ENUM ('QUESTION', 'ANSWER', 'CONTEST', 'OBJECTION');

-- DropForeignKey
ALTER TABLE "Envelope" DROP CONSTRAINT "Envelope_proposalId_fkey";

-- DropForeignKey
ALTER TABLE "Access" DROP CONSTRAINT "Access_proposalId_fkey";

-- AlterTable
ALTER TABLE "Edition" ADD COLUMN     "conflictsUntil" TIMESTAMP(3),
ADD COLUMN     "contestMinutes" INTEGER NOT NULL DEFAULT 7200,
ADD COLUMN     "maxTeam" INTEGER NOT NULL DEFAULT 3,
ADD COLUMN     "retentionDays" INTEGER NOT NULL DEFAULT 180,
ADD COLUMN     "sealedConflicts" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Custodian" ADD COLUMN     "checkFaults" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "checkedAt" TIMESTAMP(3),
ADD COLUMN     "destroyedAt" TIMESTAMP(3),
ADD COLUMN     "lostAt" TIMESTAMP(3),
ADD COLUMN     "seenAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "ScoreSheet" ADD COLUMN     "salt" BYTEA NOT NULL DEFAULT '\x';

-- AlterTable
ALTER TABLE "OpenedEnvelope" ADD COLUMN     "settledAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "WinnerAnswer" ADD COLUMN     "notMine" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "reason" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "AuditEntry" ADD COLUMN     "digest" BYTEA NOT NULL DEFAULT '\x',
ADD COLUMN     "salt" BYTEA NOT NULL DEFAULT '\x';

-- CreateTable
CREATE TABLE "PassReturn" (
    "editionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "PassReturn_pkey" PRIMARY KEY ("editionId","userId")
);

-- CreateTable
CREATE TABLE "FormerRole" (
    "editionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" "RoleKind" NOT NULL,

    CONSTRAINT "FormerRole_pkey" PRIMARY KEY ("editionId","userId","kind")
);

-- CreateTable
CREATE TABLE "RoleDeclaration" (
    "editionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RoleDeclaration_pkey" PRIMARY KEY ("editionId","userId")
);

-- CreateTable
CREATE TABLE "Statement" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "StatementKind" NOT NULL,
    "json" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "actorId" UUID,
    "at" TIMESTAMP(3) NOT NULL,
    "appliedAt" TIMESTAMP(3),

    CONSTRAINT "Statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StatementSignature" (
    "statementId" UUID NOT NULL,
    "custodianId" UUID NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "StatementSignature_pkey" PRIMARY KEY ("statementId","custodianId")
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
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "side" "MessageSide" NOT NULL,
    "kind" "MessageKind" NOT NULL,
    "text" TEXT NOT NULL,
    "visibleFrom" DATE NOT NULL,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BlockedPair" (
    "proposalId" UUID NOT NULL,
    "jurorId" UUID NOT NULL,

    CONSTRAINT "BlockedPair_pkey" PRIMARY KEY ("proposalId","jurorId")
);

-- CreateTable
CREATE TABLE "GuardEntry" (
    "hash" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "GuardEntry_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "HiddenPassage" (
    "id" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "HiddenPassage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditLink" (
    "position" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "prevHash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "AuditLink_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "day" DATE NOT NULL,
    "position" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("day")
);

-- CreateIndex
CREATE UNIQUE INDEX "Statement_editionId_number_key" ON "Statement"("editionId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "ProposalFile_proposalId_position_key" ON "ProposalFile"("proposalId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Invite_proposalId_slot_key" ON "Invite"("proposalId", "slot");

-- CreateIndex
CREATE UNIQUE INDEX "AuditLink_seq_key" ON "AuditLink"("seq");

-- AddForeignKey
ALTER TABLE "PassReturn" ADD CONSTRAINT "PassReturn_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PassReturn" ADD CONSTRAINT "PassReturn_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FormerRole" ADD CONSTRAINT "FormerRole_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FormerRole" ADD CONSTRAINT "FormerRole_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoleDeclaration" ADD CONSTRAINT "RoleDeclaration_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoleDeclaration" ADD CONSTRAINT "RoleDeclaration_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Statement" ADD CONSTRAINT "Statement_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatementSignature" ADD CONSTRAINT "StatementSignature_statementId_fkey" FOREIGN KEY ("statementId") REFERENCES "Statement"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatementSignature" ADD CONSTRAINT "StatementSignature_custodianId_fkey" FOREIGN KEY ("custodianId") REFERENCES "Custodian"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Envelope" ADD CONSTRAINT "Envelope_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Access" ADD CONSTRAINT "Access_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProposalFile" ADD CONSTRAINT "ProposalFile_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invite" ADD CONSTRAINT "Invite_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BlockedPair" ADD CONSTRAINT "BlockedPair_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HiddenPassage" ADD CONSTRAINT "HiddenPassage_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;
