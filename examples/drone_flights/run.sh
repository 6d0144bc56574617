#!/usr/bin/env bash
# Real DJI flights from the npm package dji_srt_parser, held against rules/low_altitude.
#   run.sh TRIPLINE WORKDIR      (./dev demo calls this)
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: run.sh TRIPLINE WORKDIR" >&2; exit 2; }
tripline="$(realpath "$1")"
mkdir -p "$2"
work="$(realpath "$2")"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

package=dji_srt_parser version=1.2.4
samples="$work/$package-$version/package/samples"
if [ ! -d "$samples" ]; then
  echo "== getting $package@$version from npm"
  (cd "$work" && npm pack --silent "$package@$version" >/dev/null)
  mkdir -p "$work/$package-$version.part"
  tar -xzf "$work/$package-$version.tgz" -C "$work/$package-$version.part"
  mv "$work/$package-$version.part" "$work/$package-$version"
fi

echo
echo "== turning its flights into telemetry"
python3 -B examples/drone_flights/srt_to_jsonl.py --out "$work/flights.jsonl" "$samples"/*.SRT

echo
echo "== tripline check rules/low_altitude"
"$tripline" check rules/low_altitude

echo
echo "== tripline run rules/low_altitude flights.jsonl --records records.jsonl"
status=0
"$tripline" run rules/low_altitude "$work/flights.jsonl" --records "$work/records.jsonl" || status=$?
# 1 says that something was violated, which is what this demo is about; more says that the run itself failed.
[ "$status" -le 1 ] || exit "$status"
[ "$status" -eq 1 ] || { echo "run.sh: no violation was found, but mavic_mini flew above 120 m" >&2; exit 1; }

cat <<END

What you see: mavic_mini was above 120 m in all of its 117 samples, at worst at 201.0 m: one violation, not 117, because a
limit on a signal is violated for a stretch of time. mavic_pro (118.7 m; old_format is the same flight in an older notation)
and mavic_pro_buggy (119.6 m) came within 2% of the ceiling: near, no violation. The others stayed well below. Flights that
report no height above take-off were left out, as counted above. (tripline ended with 1: something was violated.)

Every verdict with its evidence is in $work/records.jsonl
END
