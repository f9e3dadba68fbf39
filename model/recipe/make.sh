#!/bin/bash
# Makes the whole model from nothing: vocabulary, training, GGUF file, scores, fixtures, card.
# Needs Debian's python3-torch python3-numpy python3-regex libopenblas0-pthread gcc wamerican fortunes-min maven.
# Takes about an hour on two cores with AMX, several times that without. A run that was stopped goes on where it was.
# Usage: recipe/make.sh [work folder]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
work=${1:-$top/work}
file=$top/../nagare-local/src/main/resources/dev/nagare/local/nagare-tiny.gguf
mkdir -p "$work"
python=${PYTHON:-/usr/bin/python3}
export PYTHONPATH=$here PYTHONHASHSEED=0 OMP_NUM_THREADS=1
# Big tensors are reused instead of being given back to the system after every operation.
export MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592
jar=$work/jtokkit-1.1.0.jar
[ -f "$jar" ] || mvn -q org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy -Dartifact=com.knuddels:jtokkit:1.1.0 -DoutputDirectory="$work"
"$python" "$here/prepare.py" --jar "$jar" --out "$work"
"$python" "$here/check_step.py"
"$python" "$here/train.py" --out "$work" --steps 10000 --fall 6000
# Once more up to a quarter of the rate, and down to nothing.
"$python" "$here/train.py" --out "$work" --steps 11200 --fall 4800
"$python" "$here/export_gguf.py" --checkpoint "$work/run.pt" --vocabulary "$work/vocabulary.json" --file "$file"
"$python" "$here/score.py" --file "$file" --cases "$top/heldout/dev.jsonl" "$top/heldout/test.jsonl" --own 1000 --json "$top/scores.json"
"$python" "$here/reference.py" --file "$file" --out "$top/reference"
"$python" "$here/card.py" --scores "$top/scores.json" --template "$here/card.template.md" --checkpoint "$work/run.pt" --card "$top/MODEL_CARD.md"
