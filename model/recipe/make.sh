#!/bin/bash
# Makes the whole model from nothing: vocabulary, four training stages, GGUF file, scores, fixtures.
# Needs Debian's python3-torch python3-numpy python3-regex libopenblas0-pthread wamerican fortunes-min maven; about two hours on two cores.
# Usage: recipe/make.sh [output folder]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
work=${1:-$top/work}
mkdir -p "$work"
python=${PYTHON:-/usr/bin/python3}
export PYTHONPATH=$here PYTHONHASHSEED=0
# Big tensors are reused instead of being given back to the system after every operation.
export MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592
jar=$work/jtokkit-1.1.0.jar
[ -f "$jar" ] || mvn -q org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy -Dartifact=com.knuddels:jtokkit:1.1.0 -DoutputDirectory="$work"
"$python" "$here/prepare.py" --jar "$jar" --out "$work"
train() { "$python" "$here/train.py" --out "$work" --batch 96 --seed 1 "$@"; }
train --stage 1 --steps 2700 --stop 1500 --lr 3e-3
train --stage 2 --steps 1650 --stop 1000 --lr 1.4e-3 --warm 30 --resume "$work/stage1.pt"
train --stage 3 --steps 520 --lr 0.9e-3 --warm 15 --flat 0.05 --smooth 0.99 --resume "$work/stage2.pt"
train --stage 4 --steps 700 --lr 1e-3 --warm 15 --flat 0.2 --smooth 0.99 --resume "$work/stage3.pt"
"$python" "$here/export_gguf.py" --checkpoint "$work/stage4.pt" --vocabulary "$work/vocabulary.json" --file "$top/out/nagare-tiny.gguf"
"$python" "$here/score.py" --file "$top/out/nagare-tiny.gguf" --cases "$top/heldout/dev.jsonl" "$top/heldout/test.jsonl" --own 1000 --json "$top/scores.json"
"$python" "$here/reference.py" --file "$top/out/nagare-tiny.gguf" --out "$top/reference"
"$python" "$here/card.py" --scores "$top/scores.json" --template "$here/card.template.md" --checkpoint "$work/stage4.pt" --card "$top/MODEL_CARD.md"
