-- CreateIndex
CREATE INDEX "Role_userId_idx" ON "Role"("userId");

-- CreateIndex
CREATE INDEX "Activation_userId_idx" ON "Activation"("userId");

-- CreateIndex
CREATE INDEX "PassReturn_userId_idx" ON "PassReturn"("userId");

-- CreateIndex
CREATE INDEX "FormerRole_userId_idx" ON "FormerRole"("userId");

-- CreateIndex
CREATE INDEX "RoleDeclaration_userId_idx" ON "RoleDeclaration"("userId");

-- CreateIndex
CREATE INDEX "Custodian_userId_idx" ON "Custodian"("userId");

-- CreateIndex
CREATE INDEX "VoteIssue_userId_idx" ON "VoteIssue"("userId");

-- CreateIndex
CREATE INDEX "CustodianSignature_editionId_idx" ON "CustodianSignature"("editionId");

-- CreateIndex
CREATE INDEX "StatementSignature_custodianId_idx" ON "StatementSignature"("custodianId");

-- CreateIndex
CREATE INDEX "Access_proposalId_idx" ON "Access"("proposalId");

-- CreateIndex
CREATE INDEX "Ballot_editionId_idx" ON "Ballot"("editionId");

-- CreateIndex
CREATE INDEX "Message_proposalId_idx" ON "Message"("proposalId");

-- CreateIndex
CREATE INDEX "SpentToken_editionId_idx" ON "SpentToken"("editionId");

-- CreateIndex
CREATE INDEX "HiddenPassage_proposalId_idx" ON "HiddenPassage"("proposalId");

-- CreateIndex
CREATE INDEX "Juror_userId_idx" ON "Juror"("userId");

-- CreateIndex
CREATE INDEX "JurorSeparation_editionId_idx" ON "JurorSeparation"("editionId");

-- CreateIndex
CREATE INDEX "JurorSeparation_otherId_idx" ON "JurorSeparation"("otherId");

-- CreateIndex
CREATE INDEX "Conflict_proposalId_idx" ON "Conflict"("proposalId");

-- CreateIndex
CREATE INDEX "NoConflict_proposalId_idx" ON "NoConflict"("proposalId");

-- CreateIndex
CREATE INDEX "OrganiserConflict_proposalId_idx" ON "OrganiserConflict"("proposalId");

-- CreateIndex
CREATE INDEX "Assignment_proposalId_idx" ON "Assignment"("proposalId");

-- CreateIndex
CREATE INDEX "RoundWithdrawal_proposalId_idx" ON "RoundWithdrawal"("proposalId");

-- CreateIndex
CREATE INDEX "Recusal_proposalId_idx" ON "Recusal"("proposalId");

-- CreateIndex
CREATE INDEX "ScoreDraft_proposalId_idx" ON "ScoreDraft"("proposalId");

-- CreateIndex
CREATE INDEX "ScoreSheet_proposalId_idx" ON "ScoreSheet"("proposalId");

-- CreateIndex
CREATE INDEX "Preference_proposalId_idx" ON "Preference"("proposalId");

-- CreateIndex
CREATE INDEX "AuthorGuess_proposalId_idx" ON "AuthorGuess"("proposalId");

-- CreateIndex
CREATE INDEX "ThreadMessage_jurorId_idx" ON "ThreadMessage"("jurorId");

-- CreateIndex
CREATE INDEX "MeetingPresence_userId_idx" ON "MeetingPresence"("userId");

-- CreateIndex
CREATE INDEX "AgendaItem_proposalId_idx" ON "AgendaItem"("proposalId");

-- CreateIndex
CREATE INDEX "MeetingVote_proposalId_idx" ON "MeetingVote"("proposalId");

-- CreateIndex
CREATE INDEX "TieVote_proposalId_idx" ON "TieVote"("proposalId");

-- CreateIndex
CREATE INDEX "ShortlistDecision_proposalId_idx" ON "ShortlistDecision"("proposalId");

-- CreateIndex
CREATE INDEX "Sponsor_editionId_idx" ON "Sponsor"("editionId");

-- CreateIndex
CREATE INDEX "Prize_sponsorId_idx" ON "Prize"("sponsorId");

-- CreateIndex
CREATE INDEX "AwardRule_editionId_idx" ON "AwardRule"("editionId");

-- CreateIndex
CREATE INDEX "AwardRule_prizeId_idx" ON "AwardRule"("prizeId");

-- CreateIndex
CREATE INDEX "AwardRule_sponsorId_idx" ON "AwardRule"("sponsorId");

-- CreateIndex
CREATE INDEX "HandingOver_editionId_idx" ON "HandingOver"("editionId");

-- CreateIndex
CREATE INDEX "AwardOverride_editionId_idx" ON "AwardOverride"("editionId");

-- CreateIndex
CREATE INDEX "AwardOverride_proposalId_idx" ON "AwardOverride"("proposalId");

-- CreateIndex
CREATE INDEX "ReleasedShare_custodianId_idx" ON "ReleasedShare"("custodianId");

-- CreateIndex
CREATE INDEX "Implementation_ownerId_idx" ON "Implementation"("ownerId");

-- CreateIndex
CREATE INDEX "Milestone_editionId_publicNo_idx" ON "Milestone"("editionId", "publicNo");

-- CreateIndex
CREATE INDEX "Certificate_userId_idx" ON "Certificate"("userId");
