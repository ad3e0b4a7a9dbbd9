-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "RoleKind" AS ENUM ('ORGANISER', 'JUROR', 'CUSTODIAN');

-- CreateEnum
CREATE TYPE "Phase" AS ENUM ('preparation', 'announced', 'open', 'screening', 'scoring', 'deliberation', 'frozen', 'opening', 'published', 'archived');

-- CreateEnum
CREATE TYPE "SignedSubject" AS ENUM ('MANIFEST', 'ROOT', 'RANKING');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('CLEARED', 'EXCLUDED');

-- CreateEnum
CREATE TYPE "JurorKind" AS ENUM ('INTERNAL', 'EXTERNAL');

-- CreateEnum
CREATE TYPE "JurorState" AS ENUM ('INVITED', 'ACCEPTED', 'DECLINED');

-- CreateEnum
CREATE TYPE "FreezeCapacity" AS ENUM ('CHAIR', 'ORGANISER');

-- CreateEnum
CREATE TYPE "AwardKind" AS ENUM ('OVERALL', 'CATEGORY', 'MENTION');

-- CreateEnum
CREATE TYPE "OpeningResult" AS ENUM ('VALID', 'INVALID');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "surname" TEXT NOT NULL,
    "staffNumber" TEXT,
    "unit" TEXT NOT NULL DEFAULT '',
    "qualification" TEXT NOT NULL DEFAULT '',
    "director" BOOLEAN NOT NULL DEFAULT false,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "isAdministrator" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT NOT NULL DEFAULT 'it',
    "passwordHash" TEXT,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "idHash" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("idHash")
);

-- CreateTable
CREATE TABLE "OneTimeLink" (
    "secretHash" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OneTimeLink_pkey" PRIMARY KEY ("secretHash")
);

-- CreateTable
CREATE TABLE "Role" (
    "editionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" "RoleKind" NOT NULL,

    CONSTRAINT "Role_pkey" PRIMARY KEY ("editionId","userId","kind")
);

-- CreateTable
CREATE TABLE "Activation" (
    "editionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "requestHash" BYTEA NOT NULL,

    CONSTRAINT "Activation_pkey" PRIMARY KEY ("editionId","userId","requestHash")
);

-- CreateTable
CREATE TABLE "Edition" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "phase" "Phase" NOT NULL DEFAULT 'preparation',
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "timeZone" TEXT NOT NULL DEFAULT 'Europe/Rome',
    "languages" TEXT[] DEFAULT ARRAY['it', 'en']::TEXT[],
    "texts" JSONB NOT NULL DEFAULT '{}',
    "opensAt" TIMESTAMP(3),
    "closesAt" TIMESTAMP(3),
    "graceMinutes" INTEGER NOT NULL DEFAULT 10,
    "objectionMinutes" INTEGER NOT NULL DEFAULT 4320,
    "answerMinutes" INTEGER NOT NULL DEFAULT 14400,
    "activationFloor" INTEGER,
    "openBelowReason" TEXT,
    "passesPerPerson" INTEGER NOT NULL DEFAULT 2,
    "furtherBrowsers" INTEGER NOT NULL DEFAULT 2,
    "quorum" INTEGER NOT NULL DEFAULT 3,
    "custodianCount" INTEGER NOT NULL DEFAULT 5,
    "reserveDepth" INTEGER NOT NULL DEFAULT 3,
    "minCategories" INTEGER NOT NULL DEFAULT 1,
    "maxCategories" INTEGER NOT NULL DEFAULT 2,
    "jurorsPerProposal" INTEGER NOT NULL DEFAULT 3,
    "minInternal" INTEGER NOT NULL DEFAULT 1,
    "minExternal" INTEGER NOT NULL DEFAULT 1,
    "tieLadder" TEXT[] DEFAULT ARRAY['heaviest', 'next', 'median', 'vote', 'shared']::TEXT[],
    "minimumScore" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "publishedDepth" INTEGER NOT NULL DEFAULT 10,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Edition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PhaseChange" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "phase" "Phase" NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actorId" UUID,

    CONSTRAINT "PhaseChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Category" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "colour" TEXT NOT NULL DEFAULT '#0066cc',
    "name" JSONB NOT NULL,
    "description" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Category_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Criterion" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "weight" INTEGER NOT NULL,
    "maxScore" INTEGER NOT NULL DEFAULT 5,
    "name" JSONB NOT NULL,
    "description" JSONB NOT NULL DEFAULT '{}',
    "anchors" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Criterion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Custodian" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "recipient" TEXT,
    "signPublicKey" BYTEA,
    "testHash" BYTEA,
    "tested" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Custodian_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Manifest" (
    "editionId" UUID NOT NULL,
    "json" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "Manifest_pkey" PRIMARY KEY ("editionId")
);

-- CreateTable
CREATE TABLE "EditionKeys" (
    "editionId" UUID NOT NULL,
    "issuerSpki" BYTEA NOT NULL,
    "issuerPrivate" BYTEA,
    "certPublicKey" BYTEA NOT NULL,
    "certPrivate" BYTEA,

    CONSTRAINT "EditionKeys_pkey" PRIMARY KEY ("editionId")
);

-- CreateTable
CREATE TABLE "CustodianSignature" (
    "editionId" UUID NOT NULL,
    "custodianId" UUID NOT NULL,
    "subject" "SignedSubject" NOT NULL,
    "subjectHash" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "CustodianSignature_pkey" PRIMARY KEY ("custodianId","subject")
);

-- CreateTable
CREATE TABLE "Proposal" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,
    "publicNo" INTEGER,
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
    "leaf" BYTEA,

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
CREATE TABLE "SpentToken" (
    "nullifier" BYTEA NOT NULL,
    "editionId" UUID NOT NULL,
    "purpose" TEXT NOT NULL,

    CONSTRAINT "SpentToken_pkey" PRIMARY KEY ("nullifier")
);

-- CreateTable
CREATE TABLE "DepositDay" (
    "editionId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "DepositDay_pkey" PRIMARY KEY ("editionId","day")
);

-- CreateTable
CREATE TABLE "Closing" (
    "editionId" UUID NOT NULL,
    "root" BYTEA NOT NULL,
    "count" INTEGER NOT NULL,
    "staffSalt" BYTEA NOT NULL,
    "staffHash" BYTEA NOT NULL,
    "staffList" TEXT NOT NULL,
    "eligible" INTEGER NOT NULL,
    "activated" INTEGER NOT NULL,
    "issued" INTEGER NOT NULL,
    "spent" INTEGER NOT NULL,
    "objectionEnds" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Closing_pkey" PRIMARY KEY ("editionId")
);

-- CreateTable
CREATE TABLE "Screening" (
    "proposalId" UUID NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Screening_pkey" PRIMARY KEY ("proposalId")
);

-- CreateTable
CREATE TABLE "Juror" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" "JurorKind" NOT NULL,
    "state" "JurorState" NOT NULL DEFAULT 'INVITED',
    "chair" BOOLEAN NOT NULL DEFAULT false,
    "maxLoad" INTEGER,
    "declineReason" TEXT NOT NULL DEFAULT '',
    "expertise" JSONB NOT NULL DEFAULT '{}',
    "orderSeed" TEXT NOT NULL,
    "confirmedAt" TIMESTAMP(3),
    "confirmedOwn" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Juror_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Conflict" (
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Conflict_pkey" PRIMARY KEY ("jurorId","proposalId")
);

-- CreateTable
CREATE TABLE "Assignment" (
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "byHand" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Assignment_pkey" PRIMARY KEY ("jurorId","proposalId")
);

-- CreateTable
CREATE TABLE "Recusal" (
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Recusal_pkey" PRIMARY KEY ("jurorId","proposalId")
);

-- CreateTable
CREATE TABLE "ScoreDraft" (
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "scores" JSONB NOT NULL,
    "commentProposer" TEXT NOT NULL DEFAULT '',
    "commentJury" TEXT NOT NULL DEFAULT '',
    "savedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ScoreDraft_pkey" PRIMARY KEY ("jurorId","proposalId")
);

-- CreateTable
CREATE TABLE "ScoreSheet" (
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "scores" JSONB NOT NULL,
    "commentProposer" TEXT NOT NULL DEFAULT '',
    "commentJury" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "authorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ScoreSheet_pkey" PRIMARY KEY ("jurorId","proposalId","version")
);

-- CreateTable
CREATE TABLE "TieVote" (
    "editionId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "TieVote_pkey" PRIMARY KEY ("editionId","proposalId")
);

-- CreateTable
CREATE TABLE "FreezeConfirmation" (
    "editionId" UUID NOT NULL,
    "capacity" "FreezeCapacity" NOT NULL,
    "actorId" UUID NOT NULL,
    "rankingHash" BYTEA NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FreezeConfirmation_pkey" PRIMARY KEY ("editionId","capacity")
);

-- CreateTable
CREATE TABLE "Ranking" (
    "editionId" UUID NOT NULL,
    "json" TEXT NOT NULL,
    "commit" BYTEA NOT NULL,

    CONSTRAINT "Ranking_pkey" PRIMARY KEY ("editionId")
);

-- CreateTable
CREATE TABLE "Sponsor" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL DEFAULT '',
    "tier" TEXT NOT NULL DEFAULT '',
    "description" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Sponsor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Prize" (
    "id" UUID NOT NULL,
    "sponsorId" UUID NOT NULL,
    "name" JSONB NOT NULL,
    "quantity" INTEGER NOT NULL,
    "valueCents" INTEGER,
    "conditions" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Prize_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AwardRule" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "AwardKind" NOT NULL,
    "name" JSONB NOT NULL,
    "categoryKey" TEXT,
    "places" INTEGER NOT NULL DEFAULT 1,
    "prizeId" UUID,

    CONSTRAINT "AwardRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AwardOverride" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "ruleId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AwardOverride_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReleasedShare" (
    "envelopeId" UUID NOT NULL,
    "custodianId" UUID NOT NULL,
    "share" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "ReleasedShare_pkey" PRIMARY KEY ("envelopeId","custodianId")
);

-- CreateTable
CREATE TABLE "OpenedEnvelope" (
    "envelopeId" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "result" "OpeningResult" NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "holder" JSONB,
    "badShares" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OpenedEnvelope_pkey" PRIMARY KEY ("envelopeId")
);

-- CreateTable
CREATE TABLE "WinnerAnswer" (
    "envelopeId" UUID NOT NULL,
    "named" BOOLEAN NOT NULL,
    "prizeAccepted" BOOLEAN NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "WinnerAnswer_pkey" PRIMARY KEY ("envelopeId")
);

-- CreateTable
CREATE TABLE "Publication" (
    "editionId" UUID NOT NULL,
    "results" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actorId" UUID,

    CONSTRAINT "Publication_pkey" PRIMARY KEY ("editionId")
);

-- CreateTable
CREATE TABLE "DeclaredFigures" (
    "editionId" UUID NOT NULL,
    "figures" JSONB NOT NULL,

    CONSTRAINT "DeclaredFigures_pkey" PRIMARY KEY ("editionId")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "seq" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actorId" UUID,
    "action" TEXT NOT NULL,
    "editionId" UUID,
    "objectId" TEXT NOT NULL DEFAULT '',
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "OutboxMail" (
    "id" UUID NOT NULL,
    "editionId" UUID,
    "userId" UUID,
    "toAddress" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT NOT NULL DEFAULT '',
    "sentAt" TIMESTAMP(3),

    CONSTRAINT "OutboxMail_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "User_staffNumber_key" ON "User"("staffNumber");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "OneTimeLink_userId_idx" ON "OneTimeLink"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Edition_code_key" ON "Edition"("code");

-- CreateIndex
CREATE UNIQUE INDEX "PhaseChange_editionId_phase_key" ON "PhaseChange"("editionId", "phase");

-- CreateIndex
CREATE UNIQUE INDEX "Category_editionId_key_key" ON "Category"("editionId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Criterion_editionId_key_key" ON "Criterion"("editionId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Custodian_editionId_position_key" ON "Custodian"("editionId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Custodian_editionId_userId_key" ON "Custodian"("editionId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Proposal_editionId_publicNo_key" ON "Proposal"("editionId", "publicNo");

-- CreateIndex
CREATE UNIQUE INDEX "Envelope_proposalId_slot_key" ON "Envelope"("proposalId", "slot");

-- CreateIndex
CREATE UNIQUE INDEX "Juror_editionId_userId_key" ON "Juror"("editionId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "AwardOverride_ruleId_proposalId_key" ON "AwardOverride"("ruleId", "proposalId");

-- CreateIndex
CREATE INDEX "AuditEntry_editionId_idx" ON "AuditEntry"("editionId");

-- CreateIndex
CREATE INDEX "OutboxMail_sentAt_idx" ON "OutboxMail"("sentAt");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OneTimeLink" ADD CONSTRAINT "OneTimeLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Activation" ADD CONSTRAINT "Activation_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Activation" ADD CONSTRAINT "Activation_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PhaseChange" ADD CONSTRAINT "PhaseChange_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Category" ADD CONSTRAINT "Category_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Criterion" ADD CONSTRAINT "Criterion_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Custodian" ADD CONSTRAINT "Custodian_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Custodian" ADD CONSTRAINT "Custodian_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Manifest" ADD CONSTRAINT "Manifest_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EditionKeys" ADD CONSTRAINT "EditionKeys_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustodianSignature" ADD CONSTRAINT "CustodianSignature_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustodianSignature" ADD CONSTRAINT "CustodianSignature_custodianId_fkey" FOREIGN KEY ("custodianId") REFERENCES "Custodian"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Proposal" ADD CONSTRAINT "Proposal_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Envelope" ADD CONSTRAINT "Envelope_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Access" ADD CONSTRAINT "Access_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SpentToken" ADD CONSTRAINT "SpentToken_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Closing" ADD CONSTRAINT "Closing_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Screening" ADD CONSTRAINT "Screening_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Juror" ADD CONSTRAINT "Juror_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Juror" ADD CONSTRAINT "Juror_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conflict" ADD CONSTRAINT "Conflict_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conflict" ADD CONSTRAINT "Conflict_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recusal" ADD CONSTRAINT "Recusal_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recusal" ADD CONSTRAINT "Recusal_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScoreDraft" ADD CONSTRAINT "ScoreDraft_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScoreDraft" ADD CONSTRAINT "ScoreDraft_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScoreSheet" ADD CONSTRAINT "ScoreSheet_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScoreSheet" ADD CONSTRAINT "ScoreSheet_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TieVote" ADD CONSTRAINT "TieVote_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TieVote" ADD CONSTRAINT "TieVote_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FreezeConfirmation" ADD CONSTRAINT "FreezeConfirmation_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ranking" ADD CONSTRAINT "Ranking_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sponsor" ADD CONSTRAINT "Sponsor_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Prize" ADD CONSTRAINT "Prize_sponsorId_fkey" FOREIGN KEY ("sponsorId") REFERENCES "Sponsor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AwardRule" ADD CONSTRAINT "AwardRule_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AwardRule" ADD CONSTRAINT "AwardRule_prizeId_fkey" FOREIGN KEY ("prizeId") REFERENCES "Prize"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AwardOverride" ADD CONSTRAINT "AwardOverride_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AwardOverride" ADD CONSTRAINT "AwardOverride_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "AwardRule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AwardOverride" ADD CONSTRAINT "AwardOverride_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleasedShare" ADD CONSTRAINT "ReleasedShare_custodianId_fkey" FOREIGN KEY ("custodianId") REFERENCES "Custodian"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WinnerAnswer" ADD CONSTRAINT "WinnerAnswer_envelopeId_fkey" FOREIGN KEY ("envelopeId") REFERENCES "OpenedEnvelope"("envelopeId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Publication" ADD CONSTRAINT "Publication_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeclaredFigures" ADD CONSTRAINT "DeclaredFigures_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;
