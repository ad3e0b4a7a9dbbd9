-- CreateTable
CREATE TABLE "KeyMark" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "value" BYTEA NOT NULL,

    CONSTRAINT "KeyMark_pkey" PRIMARY KEY ("id")
);
