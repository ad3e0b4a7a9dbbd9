-- CreateEnum
CREATE TYPE "CertificateKind" AS ENUM ('WINNER', 'JUROR', 'PARTICIPANT');

-- CreateTable
CREATE TABLE "PublicationDate" (
    "editionId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actorId" UUID NOT NULL,
    "missedAt" TIMESTAMP(3),
    "reasons" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "PublicationDate_pkey" PRIMARY KEY ("editionId")
);

-- CreateTable
CREATE TABLE "Erratum" (
    "editionId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "page" TEXT NOT NULL,
    "text" JSONB NOT NULL,
    "reason" JSONB NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Erratum_pkey" PRIMARY KEY ("editionId","number")
);

-- CreateTable
CREATE TABLE "CertificateKey" (
    "number" INTEGER NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "privateKey" BYTEA NOT NULL,

    CONSTRAINT "CertificateKey_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "TookPartKey" (
    "editionId" UUID NOT NULL,
    "issuerSpki" BYTEA NOT NULL,
    "issuerPrivate" BYTEA,

    CONSTRAINT "TookPartKey_pkey" PRIMARY KEY ("editionId")
);

-- CreateTable
CREATE TABLE "Certificate" (
    "code" TEXT NOT NULL,
    "editionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" "CertificateKind" NOT NULL,
    "publicNo" INTEGER NOT NULL DEFAULT 0,
    "name" TEXT NOT NULL,

    CONSTRAINT "Certificate_pkey" PRIMARY KEY ("code")
);

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_editionId_userId_kind_publicNo_key" ON "Certificate"("editionId", "userId", "kind", "publicNo");

-- AddForeignKey
ALTER TABLE "PublicationDate" ADD CONSTRAINT "PublicationDate_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Erratum" ADD CONSTRAINT "Erratum_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TookPartKey" ADD CONSTRAINT "TookPartKey_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An erratum is about what is published, and stays; so do the keys that certificates and tokens are checked with.
CREATE FUNCTION innova_once_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF innova_phase(NEW."editionId") < 'published' THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER published BEFORE INSERT ON "Erratum" FOR EACH ROW EXECUTE FUNCTION innova_once_published();
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "Erratum" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "CertificateKey" FOR EACH ROW EXECUTE FUNCTION innova_append_only();

CREATE FUNCTION innova_took_part_key_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD."issuerSpki" <> NEW."issuerSpki" OR NEW."issuerPrivate" IS NOT NULL THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "TookPartKey" FOR EACH ROW EXECUTE FUNCTION innova_took_part_key_stays();

-- Whoever agreed to be named may take that back until the publication, and nothing else of an answer changes.
CREATE FUNCTION innova_answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_in "Phase";
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  SELECT e.phase INTO now_in FROM "OpenedEnvelope" o JOIN "Edition" e ON e.id = o."editionId" WHERE o."envelopeId" = OLD."envelopeId";
  IF now_in >= 'published' OR NOT OLD.named OR NEW.named
    OR ROW(OLD."envelopeId", OLD."prizeAccepted", OLD."notMine", OLD.reason, OLD.at) IS DISTINCT FROM ROW(NEW."envelopeId", NEW."prizeAccepted", NEW."notMine", NEW.reason, NEW.at)
  THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
DROP TRIGGER locked ON "WinnerAnswer";
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON "WinnerAnswer" FOR EACH ROW EXECUTE FUNCTION innova_answer_stays();
