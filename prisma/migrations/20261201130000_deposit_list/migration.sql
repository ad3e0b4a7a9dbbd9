-- CreateTable
CREATE TABLE "DepositList" (
    "editionId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "tags" BYTEA NOT NULL,

    CONSTRAINT "DepositList_pkey" PRIMARY KEY ("editionId","day")
);

-- what was public stays as it was
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "DepositList" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
