#!/usr/bin/env python3
"""DJI subtitle telemetry (.SRT) to telemetry that `tripline run` reads: one JSON object a line.

  srt_to_jsonl.py --out flights.jsonl [--start 2017-01-01T00:00:00Z] FILE.SRT...

Each subtitle becomes {"type":"uav.track","time":…,"aircraft":…,"height_m":…,"lat":…,"lon":…}, all flights merged in the
order of time. The aircraft is the file's name. Height is above the take-off point, which is what these drones report;
the altitude above the sea that some report instead is another quantity, so a subtitle without a height is left out and
counted, as is one that cannot be read. Nothing is guessed:

  time    the clock in the subtitle, which has no zone and is taken as UTC. Flights without a clock begin at --start and
          go on by the subtitle's own offset.
  numbers as written in the file, digit for digit.

Four dialects are read: "HOME(…) DATE / GPS(lon,lat,alt) BAROMETER:h" (Mavic Pro, Matrice), the same with "Hb:h" (older),
"F/…, GPS (lon, lat, alt), …, H h m, …" (Mavic Mini, Phantom 4), and "[latitude : …] [rel_alt: …]" (Mavic 2, Air).
"""
import argparse
import collections
import datetime
import json
import re
import sys
from decimal import Decimal
from pathlib import Path

NUMBER = r"(-?\d+(?:\.\d+)?)"
TIMING = re.compile(r"^(\d+):(\d\d):(\d\d)[,.](\d{3}) *--> *\d+:\d\d:\d\d[,.]\d{3}")
CLOCK = re.compile(r"(\d{4})[.-](\d{1,2})[.-](\d{1,2}) (\d\d):(\d\d):(\d\d)(?:,(\d{3})(?:,(\d{3}))?)?(?!\d)")
HEIGHT = [
    re.compile(r"\bBAROMETER:\s*" + NUMBER + r"M?(?![\w.])"),
    re.compile(r"\bHb:\s*" + NUMBER + r"(?![\w.])"),
    re.compile(r"\bH " + NUMBER + r"m(?!\w)"),
    re.compile(r"\[rel_alt ?: ?" + NUMBER + r"[\s\]]"),
]
GPS = re.compile(r"\bGPS ?\( ?" + NUMBER + r", ?" + NUMBER + r",")  # longitude comes first
LATITUDE = re.compile(r"\[latitude ?: ?" + NUMBER + r"\]")
LONGITUDE = re.compile(r"\[long?t?itude ?: ?" + NUMBER + r"\]")  # many write longtitude

Sample = collections.namedtuple("Sample", "time aircraft height lat lon")


def subtitles(text):
    """The blocks between blank lines, as (offset or None, the lines of text)."""
    for block in re.split(r"\n[ \t]*\n", text.replace("\r", "")):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if lines and lines[0].isdigit():
            lines = lines[1:]
        elif not lines:
            continue
        offset = None
        timing = TIMING.match(lines[0]) if lines else None
        if timing:
            hours, minutes, seconds, milliseconds = map(int, timing.groups())
            offset = datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds)
            lines = lines[1:]
        yield offset, "\n".join(lines)


def clock(text):
    """The wall clock that a subtitle states, or None."""
    match = CLOCK.search(text)
    if not match:
        return None
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    microseconds = int((match[7] or "0") + (match[8] or "000"))
    return datetime.datetime(year, month, day, hour, minute, second, microseconds, datetime.timezone.utc)


def position(text):
    """(lat, lon) as written, or None."""
    gps = GPS.search(text)
    if gps:
        lon, lat = gps.groups()
    else:
        lat, lon = LATITUDE.search(text), LONGITUDE.search(text)
        if not lat or not lon:
            return None
        lat, lon = lat[1], lon[1]
    if abs(Decimal(lat)) > 90 or abs(Decimal(lon)) > 180:
        return None
    return lat, lon


def read_flight(name, data, start):
    """The samples of one file and a count of what was left out, by reason."""
    samples, left_out = [], collections.Counter()
    for offset, text in subtitles(data.decode("utf-8-sig", errors="replace")):
        if not text:
            left_out["an empty subtitle"] += 1
            continue
        height = next((match for match in (p.search(text) for p in HEIGHT) if match), None)
        if not height:
            left_out["no height above take-off"] += 1
            continue
        try:
            time = clock(text)
        except ValueError:
            left_out["no such time"] += 1
            continue
        if time is None:
            if offset is None:
                left_out["no time"] += 1
                continue
            time = start + offset
        lat, lon = position(text) or (None, None)
        samples.append(Sample(time, name, height[1], lat, lon))
    return samples, left_out


def as_json(sample):
    """One line of output. Numbers keep their digits, so they are written by hand."""
    time = sample.time.isoformat().replace("+00:00", "Z")
    line = f'{{"type":"uav.track","time":"{time}","aircraft":{json.dumps(sample.aircraft)},"height_m":{Decimal(sample.height)}'
    if sample.lat is not None:
        line += f',"lat":{Decimal(sample.lat)},"lon":{Decimal(sample.lon)}'
    return line + "}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.SRT")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--start", default="2017-01-01T00:00:00Z", help="when flights without a clock begin")
    arguments = parser.parse_args()
    start = datetime.datetime.fromisoformat(arguments.start.replace("Z", "+00:00"))

    every = []
    print(f"{'flight':<20} {'samples':>7} {'highest':>9}  left out")
    for file in sorted(arguments.files, key=lambda path: path.name):
        samples, left_out = read_flight(file.stem, file.read_bytes(), start)
        highest = f"{max(float(s.height) for s in samples):.1f} m" if samples else "-"
        why = ", ".join(f"{count} with {reason}" if reason.startswith("no ") else f"{count} × {reason}"
                        for reason, count in sorted(left_out.items()))
        print(f"{file.stem:<20} {len(samples):>7} {highest:>9}  {why or '-'}")
        every += samples
    every.sort(key=lambda sample: sample.time)  # stable: samples of one instant stay in the order of the file
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with open(arguments.out, "w", encoding="utf-8", newline="\n") as out:
        for sample in every:
            out.write(as_json(sample) + "\n")
    print(f"{len(every)} samples to {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
