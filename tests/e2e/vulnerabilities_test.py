"""The Known Exploited Vulnerabilities catalogue, read as CSV: counts that are known."""
import support

EXPECTED = {"over_two_weeks": 1160, "over_three_weeks": 249, "under_two_weeks": 45, "due_before_added": 15}


class Vulnerabilities(support.Case):
    def test_counts(self):
        kev = support.data("cisa_kev", "known_exploited_vulnerabilities.csv")
        records = self.records(support.PACKS / "catalogue.trip", f"Listed={kev}", exits=1)
        found = {rule: len(support.of(records, "violation", rule)) for rule in EXPECTED}
        self.assertEqual(found, EXPECTED)
        self.assertEqual(support.of(records, "rejected") + support.of(records, "late"), [])

    def test_newest_first_is_late_but_judged(self):
        """The file is sorted newest first: without room for it every entry but the first day's is late, and the red lines still hold."""
        kev = support.data("cisa_kev", "known_exploited_vulnerabilities.csv")
        pack = (support.PACKS / "catalogue.trip").read_text(encoding="utf-8")
        impatient = self.write("impatient.trip", pack.replace("lateness 3000 d", "lateness 0 s"))
        records = self.records(impatient, f"Listed={kev}", exits=1)
        found = {rule: len(support.of(records, "violation", rule)) for rule in EXPECTED}
        self.assertEqual(found, EXPECTED)
        self.assertGreater(len(support.of(records, "late")), 1000)
        self.assertTrue(any(r.get("late") for r in support.of(records, "violation")))

    def test_under_strict_nothing_is_rejected(self):
        kev = support.data("cisa_kev", "known_exploited_vulnerabilities.csv")
        self.records(support.PACKS / "catalogue.trip", f"Listed={kev}", "--strict", exits=1)


if __name__ == "__main__":
    support.main()
