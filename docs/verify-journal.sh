#!/bin/sh
# Verifies a livecouncil journal without livecouncil: every line names the SHA-256 of the line before it.
# usage: sh verify-journal.sh journal/<meeting-id>.jsonl [journal/<meeting-id>.2.jsonl ...]
set -eu
head=0000000000000000000000000000000000000000000000000000000000000000
total=0
for file in "$@"; do
    number=0
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        prev=$(printf '%s\n' "$line" | sed -n 's/.*,"prev":"\([0-9a-f]\{64\}\)","crc":"[0-9a-f]\{8\}"}$/\1/p')
        case "$line" in
        *'"type":"segment"'*) [ "$number" -eq 1 ] && head=$prev ;;
        esac
        if [ "$prev" != "$head" ]; then
            echo "$file: regel $number sluit niet aan op de regel ervoor (line $number does not follow from the one before)"
            exit 1
        fi
        head=$(printf '%s' "$line" | sha256sum | cut -d' ' -f1)
        total=$((total + 1))
    done <"$file"
done
echo "$total regels, keten klopt (chain holds). Kop (head): $head"
