-- CreateTable
CREATE TABLE "DepositTag" (
    "tag" BYTEA NOT NULL,
    "editionId" UUID NOT NULL,
    "listedFrom" DATE NOT NULL,
    "listedOn" DATE,

    CONSTRAINT "DepositTag_pkey" PRIMARY KEY ("tag")
);

-- CreateIndex
CREATE INDEX "DepositTag_editionId_listedOn_idx" ON "DepositTag"("editionId", "listedOn");
