-- AlterTable
ALTER TABLE "Edition" ADD COLUMN     "rankingMethod" TEXT NOT NULL DEFAULT 'mean';

ALTER TABLE "Edition" ADD CONSTRAINT "Edition_rankingMethod_known" CHECK ("rankingMethod" IN ('mean', 'median', 'trimmed-mean', 'z-score', 'additive'));

-- method and ladder decide who wins: from scoring on, when scores begin to be known, they are as fixed as the criteria
CREATE FUNCTION innova_ranking_rules_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.phase >= 'scoring' AND ROW(OLD."rankingMethod", OLD."tieLadder") IS DISTINCT FROM ROW(NEW."rankingMethod", NEW."tieLadder")
  THEN PERFORM innova_refuse('the way the ranking is made'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ranking_rules BEFORE UPDATE ON "Edition" FOR EACH ROW EXECUTE FUNCTION innova_ranking_rules_stay();
