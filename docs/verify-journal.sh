#!/bin/sh
# Verifies a livecouncil journal without livecouncil: every line names the SHA-256 of the line before it.
# usage: sh verify-journal.sh journal/<meeting-id>.jsonl [journal/<meeting-id>.2.jsonl ...]
#    or: sh verify-journal.sh public/<meeting-id>/journal.jsonl
# A checkpoint.txt beside the first file is held against the chain; who signed it, minisign tells:
#    minisign -Vm checkpoint.txt -p livecouncil.pub
set -eu
head=0000000000000000000000000000000000000000000000000000000000000000
total=0
size=0
heads=
for file in "$@"; do
    number=0
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        prev=$(printf '%s\n' "$line" | sed -n 's/.*,"prev":"\([0-9a-f]\{64\}\)","crc":"[0-9a-f]\{8\}"}$/\1/p')
        case "$line" in
        *'"type":"segment","v":'*) # may go on from an earlier line: after a disk that lied
            if before=$(printf '%s' "$heads" | grep -m 1 " ${prev:-none}\$"); then
                head=$prev
                size=${before%% *}
                heads=$(printf '%s' "$heads" | sed "/ $prev\$/q")"
"
            fi
            ;;
        esac
        if [ "$prev" != "$head" ]; then
            echo "$file: regel $number sluit niet aan op de regel ervoor (line $number does not follow from the one before)"
            exit 1
        fi
        head=$(printf '%s' "$line" | sha256sum | cut -d' ' -f1)
        total=$((total + 1))
        size=$((size + 1))
        heads="$heads$size $head
"
    done <"$file"
done
echo "$total regels, keten klopt (chain holds). Kop (head): $head"
checkpoint=$(dirname "$1")/checkpoint.txt
[ -f "$checkpoint" ] || exit 0
signed="$(sed -n 2p "$checkpoint") $(sed -n 3p "$checkpoint")"
if ! printf '%s' "$heads" | grep -qFx "$signed"; then
    echo "$checkpoint: regel ${signed%% *} is niet wat is ondertekend (line ${signed%% *} is not what was signed)"
    exit 1
fi
echo "controlepunt klopt tot regel ${signed%% *} (checkpoint holds up to that line)"
