-- What was closed, frozen, delivered or audited cannot change, whoever forgets it in the program. The owner of the
-- database can drop these triggers; then root, commitment, signatures and chain heads tell (docs/sealing.md §8, §9).

-- The sealed room is rewritten as a whole (the shuffle): its foreign keys are judged when the transaction ends.
ALTER TABLE "Envelope" ALTER CONSTRAINT "Envelope_proposalId_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "Access" ALTER CONSTRAINT "Access_proposalId_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "ProposalFile" ALTER CONSTRAINT "ProposalFile_proposalId_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "Invite" ALTER CONSTRAINT "Invite_proposalId_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "Message" ALTER CONSTRAINT "Message_proposalId_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "BlockedPair" ALTER CONSTRAINT "BlockedPair_proposalId_fkey" DEFERRABLE INITIALLY DEFERRED;

-- ── locks by phase ────────────────────────────────────────────────────────────

CREATE FUNCTION innova_refuse(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'locked: % cannot change any more', what USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION innova_phase(edition uuid) RETURNS "Phase" LANGUAGE sql STABLE AS $$
  SELECT phase FROM "Edition" WHERE id = edition
$$;

-- TG_ARGV[0]: the phase from which rows of an edition are locked.
CREATE FUNCTION innova_locked_from() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_in "Phase";
BEGIN
  IF TG_OP = 'DELETE' THEN now_in := innova_phase(OLD."editionId"); ELSE now_in := innova_phase(NEW."editionId"); END IF;
  IF now_in >= TG_ARGV[0]::"Phase" THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

-- The same for rows of a proposal. TG_ARGV[1]: the phase from which they may be erased again, once nothing depends on them.
CREATE FUNCTION innova_locked_with_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_in "Phase";
BEGIN
  SELECT e.phase INTO now_in FROM "Proposal" p JOIN "Edition" e ON e.id = p."editionId"
    WHERE p.id = CASE WHEN TG_OP = 'DELETE' THEN OLD."proposalId" ELSE NEW."proposalId" END;
  IF now_in >= TG_ARGV[0]::"Phase" AND NOT (TG_OP = 'DELETE' AND TG_NARGS > 1 AND now_in >= TG_ARGV[1]::"Phase") THEN
    PERFORM innova_refuse(TG_TABLE_NAME);
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION innova_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM innova_refuse(TG_TABLE_NAME);
  RETURN NULL;
END $$;

-- contents and envelopes: from closing on
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "Proposal" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('screening');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "Envelope" FOR EACH ROW EXECUTE FUNCTION innova_locked_with_proposal('screening', 'published');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "ProposalFile" FOR EACH ROW EXECUTE FUNCTION innova_locked_with_proposal('screening');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE ON "Invite" FOR EACH ROW EXECUTE FUNCTION innova_locked_with_proposal('screening');

-- screening: until scoring
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "Screening" FOR EACH ROW EXECUTE FUNCTION innova_locked_with_proposal('scoring');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "HiddenPassage" FOR EACH ROW EXECUTE FUNCTION innova_locked_with_proposal('scoring');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "Criterion" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('scoring');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "Category" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('scoring');

-- delivered sheets: append-only, and closed when the ranking is frozen
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "ScoreSheet" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER locked BEFORE INSERT ON "ScoreSheet" FOR EACH ROW EXECUTE FUNCTION innova_locked_with_proposal('frozen');

-- what the ranking follows from: until it is frozen
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "TieVote" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('frozen');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "AwardOverride" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('frozen');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "AwardRule" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('frozen');
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "FreezeConfirmation" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('frozen');

-- commitments
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "Ranking" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "Publication" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "Manifest" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('announced');

CREATE FUNCTION innova_closing_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR ROW(OLD."editionId", OLD.root, OLD.count, OLD."staffSalt", OLD."staffHash", OLD."staffList", OLD.eligible, OLD.activated, OLD.issued, OLD.spent)
    IS DISTINCT FROM ROW(NEW."editionId", NEW.root, NEW.count, NEW."staffSalt", NEW."staffHash", NEW."staffList", NEW.eligible, NEW.activated, NEW.issued, NEW.spent)
  THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "Closing" FOR EACH ROW EXECUTE FUNCTION innova_closing_stays();

-- keys: from the announcement on; the private halves may only be erased
CREATE FUNCTION innova_keys_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF innova_phase(OLD."editionId") < 'announced' THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;
  IF TG_OP = 'DELETE' OR OLD."issuerSpki" <> NEW."issuerSpki" OR OLD."certPublicKey" <> NEW."certPublicKey"
    OR (NEW."issuerPrivate" IS NOT NULL AND NEW."issuerPrivate" IS DISTINCT FROM OLD."issuerPrivate")
    OR (NEW."certPrivate" IS NOT NULL AND NEW."certPrivate" IS DISTINCT FROM OLD."certPrivate")
  THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "EditionKeys" FOR EACH ROW EXECUTE FUNCTION innova_keys_stay();

CREATE FUNCTION innova_custodian_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF innova_phase(NEW."editionId") >= 'announced' THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
    RETURN NEW;
  END IF;
  IF innova_phase(OLD."editionId") < 'announced' THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;
  IF TG_OP = 'DELETE' OR ROW(OLD."editionId", OLD."userId", OLD.position, OLD.title, OLD.recipient, OLD."signPublicKey")
    IS DISTINCT FROM ROW(NEW."editionId", NEW."userId", NEW.position, NEW.title, NEW.recipient, NEW."signPublicKey")
  THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "Custodian" FOR EACH ROW EXECUTE FUNCTION innova_custodian_stays();

-- signatures: given once; Ed25519 signs the same text alike, so signing again changes nothing
CREATE FUNCTION innova_signature_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF innova_phase(OLD."editionId") < 'announced' THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;
  IF TG_OP = 'DELETE' OR OLD IS DISTINCT FROM NEW THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "CustodianSignature" FOR EACH ROW EXECUTE FUNCTION innova_signature_stays();
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "StatementSignature" FOR EACH ROW EXECUTE FUNCTION innova_append_only();

CREATE FUNCTION innova_statement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD."appliedAt" IS NOT NULL
    OR ROW(OLD."editionId", OLD.number, OLD.kind, OLD.json, OLD.hash) IS DISTINCT FROM ROW(NEW."editionId", NEW.number, NEW.kind, NEW.json, NEW.hash)
  THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "Statement" FOR EACH ROW EXECUTE FUNCTION innova_statement_stays();

-- what was opened and answered: until publication
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "OpenedEnvelope" FOR EACH ROW EXECUTE FUNCTION innova_locked_from('published');
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "WinnerAnswer" FOR EACH ROW EXECUTE FUNCTION innova_append_only();

-- an edition goes forward only, and the rules of its manifest stay
CREATE FUNCTION innova_edition_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.phase < 'announced' THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;
  IF TG_OP = 'DELETE' OR NEW.phase < OLD.phase
    OR ROW(OLD."passesPerPerson", OLD."furtherBrowsers", OLD.quorum, OLD."custodianCount", OLD."reserveDepth")
    IS DISTINCT FROM ROW(NEW."passesPerPerson", NEW."furtherBrowsers", NEW.quorum, NEW."custodianCount", NEW."reserveDepth")
    OR (OLD.phase >= 'frozen' AND ROW(OLD."tieLadder", OLD."minimumScore", OLD."publishedDepth") IS DISTINCT FROM ROW(NEW."tieLadder", NEW."minimumScore", NEW."publishedDepth"))
  THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "Edition" FOR EACH ROW EXECUTE FUNCTION innova_edition_goes_forward();

-- ── the audit chain ───────────────────────────────────────────────────────────

CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER kept BEFORE TRUNCATE ON "AuditEntry" FOR EACH STATEMENT EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "AuditLink" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER kept BEFORE TRUNCATE ON "AuditLink" FOR EACH STATEMENT EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "AuditHead" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER kept BEFORE TRUNCATE ON "AuditHead" FOR EACH STATEMENT EXECUTE FUNCTION innova_append_only();

-- Links are made when the entry's transaction commits, one transaction after the other: nothing is waited for while the
-- lock is held, so it cannot deadlock, and an act that is rolled back leaves no gap.
CREATE FUNCTION innova_link_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_position int;
  last_hash bytea;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('innova.to/audit'));
  SELECT position, hash INTO last_position, last_hash FROM "AuditLink" ORDER BY position DESC LIMIT 1;
  last_position := coalesce(last_position, 0);
  last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  INSERT INTO "AuditLink" (position, seq, "prevHash", hash)
    VALUES (last_position + 1, NEW.seq, last_hash, sha256(last_hash || int4send(last_position + 1) || NEW.digest));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER linked AFTER INSERT ON "AuditEntry" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION innova_link_audit_entry();
