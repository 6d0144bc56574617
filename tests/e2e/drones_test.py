"""Real DJI flights against rules/low_altitude, and the converter that reads their subtitles."""
import csv
import json
import subprocess
import sys

import support

CONVERTER = support.ROOT / "examples" / "drone_flights" / "srt_to_jsonl.py"
PACK = support.ROOT / "rules" / "low_altitude"


def convert(out, *files):
    done = subprocess.run([sys.executable, "-B", str(CONVERTER), "--out", str(out), *map(str, files)], capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8") + done.stderr.decode("utf-8")


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Converter(support.Case):
    def converted(self, text, name="flight.SRT"):
        out = self.folder / "out.jsonl"
        status, said = convert(out, self.write(name, text))
        self.assertEqual(status, 0, said)
        return lines(out), said

    def test_home_and_barometer(self):
        samples, _ = self.converted("1\r\n00:00:01,000 --> 00:00:02,000\r\nHOME(149.0251,-20.2532) 2017.08.05 14:11:51\r\n"
                                    "GPS(149.0251,-20.2533,16) BAROMETER:-1.9\r\nISO:100 Shutter:60\r\n\r\n")
        self.assertEqual(samples, [{"type": "uav.track", "time": "2017-08-05T14:11:51Z", "aircraft": "flight", "height_m": -1.9,
                                    "lat": -20.2533, "lon": 149.0251}])

    def test_older_form(self):
        samples, _ = self.converted("1\n00:00:01,000 --> 00:00:02,000\nHOME(149.0251,-20.2532) 2017.8.5 14:11:51\n"
                                    "GPS(149.0251,-20.2533,16) Hb:1.9 Hs:7.7\n")
        self.assertEqual((samples[0]["time"], samples[0]["height_m"]), ("2017-08-05T14:11:51Z", 1.9))

    def test_no_clock(self):
        samples, _ = self.converted("1\n00:01:02,500 --> 00:01:03,500\nF/2.8, SS 30.15, GPS (-121.7458, 48.0771, 17), D 221.21m, "
                                    "H 200.70m, H.S n/a, V.S n/a\n")
        self.assertEqual((samples[0]["time"], samples[0]["height_m"], samples[0]["lat"]), ("2017-01-01T00:01:02.500000Z", 200.7, 48.0771))

    def test_brackets_with_a_clock_of_microseconds(self):
        samples, _ = self.converted('1\n00:00:00,000 --> 00:00:00,040\n<font size="36">FrameCnt : 1, DiffTime : 40ms\n'
                                    "2020-08-12 08:55:21,745,078\n[latitude : -34.5] [longtitude : -57.25] [rel_alt: 1.300 abs_alt: 100.0] </font>\n")
        self.assertEqual(samples, [{"type": "uav.track", "time": "2020-08-12T08:55:21.745078Z", "aircraft": "flight", "height_m": 1.3,
                                    "lat": -34.5, "lon": -57.25}])

    def test_altitude_above_the_sea_is_no_height(self):
        samples, said = self.converted("1\n00:00:00,000 --> 00:00:00,040\n2020-08-12 08:55:21,745,078\n[altitude: 74.725998]\n")
        self.assertEqual(samples, [])
        self.assertIn("1 with no height above take-off", said)

    def test_no_position(self):
        samples, _ = self.converted("1\n00:00:01,000 --> 00:00:02,000\n2018.08.19 08:00:36\nGPS(N/A,N/A,11) BAROMETER:5.0\n")
        self.assertNotIn("lat", samples[0])

    def test_broken_files(self):
        for text in ("", "1\r\n", "1\n00:00:01,000 --> 00:00:02,000\n", "1\n00:00:01,000 --> 00:00:02,000\nHOME(", "\ufeff\n\n\n",
                     "1\n00:00:01,000 --> 00:00:02,000\n2017.13.45 14:11:51\nBAROMETER:5.0\n", b"\xff\xfe\x00BAROMETER:1"):
            with self.subTest(text=text):
                self.assertEqual(self.converted(text)[0], [])

    def test_as_others_read_them(self):
        for name in ("mavic_mini", "mavic_pro", "mavic_pro_buggy", "p4_rtk", "matrice_300"):
            with self.subTest(name=name):
                known = support.data("dji_srt", name + ".csv")
                flight = next(p for p in known.parent.iterdir() if p.stem == name and p.suffix.lower() == ".srt")
                out = self.folder / "out.jsonl"
                self.assertEqual(convert(out, flight)[0], 0)
                with open(known, encoding="utf-8", newline="") as file:
                    expected = [(float(row["height_above_takeoff_m"]), row["lat"] and float(row["lat"]), row["lon"] and float(row["lon"]))
                                for row in csv.DictReader(file)]
                self.assertEqual([(s["height_m"], s.get("lat", ""), s.get("lon", "")) for s in lines(out)], expected)


class Flights(support.Case):
    def flights(self):
        files = [p for p in support.data("dji_srt").iterdir() if p.suffix.lower() == ".srt"]
        out = self.folder / "flights.jsonl"
        status, said = convert(out, *files)
        self.assertEqual(status, 0, said)
        return out

    def test_the_ceiling(self):
        records = self.records(PACK, self.flights(), exits=1)
        opened = support.of(records, "violation.opened")
        self.assertEqual([r["subject"] for r in opened], [{"aircraft": "mavic_mini"}])
        self.assertEqual(opened[0]["at"], "2017-01-01T00:00:00Z")
        closed = support.of(records, "violation.closed")
        self.assertEqual(len(closed), 1)
        self.assertEqual(closed[0]["samples"], 117)
        self.assertIn("201 m", json.dumps(closed[0]["worst"], ensure_ascii=False))
        self.assertEqual(closed[0]["episode"], opened[0]["episode"])
        self.assertEqual({r["subject"]["aircraft"] for r in support.of(records, "near.opened")}, {"mavic_pro", "mavic_pro_buggy"})
        self.assertEqual(support.of(records, "rejected") + support.of(records, "late"), [])

    def test_another_ceiling(self):
        records = self.records(PACK, self.flights(), "--set", "ceiling=119 m", exits=1)
        self.assertEqual({r["subject"]["aircraft"] for r in support.of(records, "violation.opened")}, {"mavic_mini", "mavic_pro_buggy"})
        self.assertEqual(self.records(PACK, self.flights(), "--set", "ceiling=250 m", exits=0)[-1]["kind"], "summary")

    def test_twice_is_the_same_bytes(self):
        flights = self.flights()
        outputs = []
        for name in ("a.jsonl", "b.jsonl"):
            support.run("run", PACK, flights, "--records", self.folder / name)
            outputs.append((self.folder / name).read_bytes())
        self.assertEqual(outputs[0], outputs[1])


if __name__ == "__main__":
    support.main()
