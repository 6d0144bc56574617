#!/usr/bin/env python3
"""Telemetry of a made-up fleet, as JSON lines in the order of arrival: the input of the benchmark.

  gen_telemetry.py --out telemetry.jsonl [--elements 1000000] [--vehicles 10000] [--seed 1]

Each vehicle makes short trips of 25 elements, about one a second, spread over half an hour, so that windows of ten minutes
slide and conditions that must hold for five seconds span several samples. Most elements are `telemetry`; some are
`hard_brake`, `disengagement` and `takeover`, which carry the same members. One in a hundred arrives up to two seconds
after its time `ts`. The same arguments give the same bytes.
"""
import argparse
import heapq
import random

SPAN_MS = 1_800_000
TRIP_ELEMENTS = 25
FIRST_MS = 1_767_225_600_000  # 2026-01-01T00:00:00Z
LATEST_DELAY_MS = 2_000

ZONES = {  # name: (how often, usual speed in km/h)
    "urban-core": (35, 42), "suburb": (28, 48), "highway": (20, 78), "test-track": (8, 75),
    "school": (5, 24), "restricted": (2, 30), "airport": (2, 45),
}
LINE = (
    '{"type":"%s","ts":%d,"vehicle":"v%05d","product":"p%02d","speed_kmh":%.1f,"mode":"%s","zone":"%s","battery_pct":%.1f,'
    '"lat":%.6f,"lon":%.6f,"accel":%.2f,"operator_present":%s,"lidar_ok":%s,"passengers":%d}\n'
)


def boolean(value):
    return "true" if value else "false"


def drive(number, elements, seed):
    """One vehicle's elements in the order of their time, as (ts, line, random number for its delay)."""
    chance = random.Random(seed * 1_000_003 + number)
    product = chance.randrange(12)
    rash = chance.random() < 0.05
    battery = 8 + 92 * chance.random()
    home = (31.05 + 0.4 * chance.random(), 121.25 + 0.5 * chance.random())
    trips = -(-elements // TRIP_ELEMENTS)
    slot = SPAN_MS / max(trips, 1)
    left = elements
    for trip in range(trips):
        size = min(TRIP_ELEMENTS, left)
        left -= size
        now = FIRST_MS + trip * slot + chance.random() * max(0.0, slot - 1_200 * size)
        zone = chance.choices(list(ZONES), [often for often, _ in ZONES.values()])[0]
        cruise = 130.0 if rash and chance.random() < 0.15 else ZONES[zone][1] + 30 * (chance.random() - 0.5)
        speed = cruise * (0.6 + 0.4 * chance.random())
        mode = "autonomous" if chance.random() < 0.8 else "manual"
        operator, lidar = chance.random() < 0.97, chance.random() < 0.995
        passengers = int(5.05 * chance.random())
        lat, lon = (31.6, home[1]) if chance.random() < 0.004 else home
        takeover_at = None
        for _ in range(size):
            kind, accel = "telemetry", 0.05 * (cruise - speed) + 2 * (chance.random() - 0.5)
            draw = chance.random()
            if takeover_at is not None and now >= takeover_at:
                kind, mode, takeover_at = "takeover", "manual", None
            elif draw < (0.06 if rash else 0.004):
                kind, accel = "hard_brake", -6.5 - 2.5 * chance.random()
            elif draw > 0.998 and mode == "autonomous" and takeover_at is None:
                kind = "disengagement"  # four in five are taken over within ten seconds
                takeover_at = now + (2_000 + 7_000 * chance.random() if chance.random() < 0.8 else 12_000)
            elif draw > 0.997:
                accel = -5.5 - 2.5 * chance.random()
            speed = min(140.0, max(0.0, speed + 1.5 * accel))
            battery = max(1.0, battery - 0.01)
            lat += 2e-4 * (chance.random() - 0.5)
            lon += 2e-4 * (chance.random() - 0.5)
            yield int(now), LINE % (kind, now, number, product, speed, mode, zone, battery, lat, lon, accel,
                                    boolean(operator), boolean(lidar), passengers), chance.random()
            now += 1_000 + 200 * (chance.random() - 0.5)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--elements", type=int, default=1_000_000)
    parser.add_argument("--vehicles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    share, more = divmod(arguments.elements, arguments.vehicles)
    fleet = [drive(n, share + (n < more), arguments.seed) for n in range(arguments.vehicles)]
    on_the_way = []  # (arrival, order, line): held back until no element of an earlier arrival can come
    order = 0
    with open(arguments.out, "w", encoding="ascii", newline="\n", buffering=1 << 20) as out:
        for ts, line, delay in heapq.merge(*fleet):
            arrival = ts + (LATEST_DELAY_MS * 100 * delay if delay < 0.01 else 20 * delay)
            heapq.heappush(on_the_way, (arrival, order, line))
            order += 1
            while on_the_way[0][0] <= ts:
                out.write(heapq.heappop(on_the_way)[2])
        while on_the_way:
            out.write(heapq.heappop(on_the_way)[2])


if __name__ == "__main__":
    main()
