"""A real robot arm's log (CSV with `;`, decimal commas, blank cells, gaps): protective stops and what is missing."""
import csv
import datetime

import support

STALE = datetime.timedelta(seconds=10)


def episodes(rows, holds):
    """How many stretches of rows fulfil `holds`, a row more than STALE after the one before beginning anew; and how many rows."""
    count, samples, before, last = 0, 0, False, None
    for row in rows:
        time = datetime.datetime.fromisoformat(row["Timestamp"].replace("Z", "+00:00"))
        if last is not None and time - last > STALE:
            before = False
        now = holds(row)
        count += now and not before
        samples += now
        before, last = now, time
    return count, samples


class RobotArm(support.Case):
    def test_episodes(self):
        log = support.data("ur3_cobotops", "dataset_02052023.csv")
        records = self.records(support.PACKS / "robot_arm.trip", f"Arm={log}", "--csv-delimiter", ";", "--csv-decimal", ",", exits=1)
        self.assertEqual(support.of(records, "rejected"), [])

        def found(rule):
            closed = support.of(records, "violation.closed", rule)
            samples = sum(r["samples"] for r in closed)
            for told in records[-1]["rules"]:  # an episode that the end of the log finds open has no closing
                samples += sum(e["samples"] for e in told.get("open_episodes", []) if told["rule"] == rule)
            return len(support.of(records, "violation.opened", rule)), samples

        self.assertEqual(found("protective_stop"), (108, 278))
        self.assertEqual(found("no_word"), (54, 54))
        self.assertEqual(found("no_warmth"), (54, 54))
        with open(log, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        opened, samples = episodes(rows, lambda r: r["Temperature_T0"] != "" and float(r["Temperature_T0"].replace(",", ".")) > 37)
        self.assertEqual(found("warm"), (opened, samples))

    def test_without_the_marks_every_row_is_rejected(self):
        """With `,` between columns the header has no Timestamp: rejected, said so, never silently dropped."""
        log = support.data("ur3_cobotops", "dataset_02052023.csv")
        done = support.run("run", support.PACKS / "robot_arm.trip", f"Arm={log}", "--strict")
        self.assertIn(done.returncode, (2, 3), done.stdout + done.stderr)


if __name__ == "__main__":
    support.main()
