#!/bin/sh
# Verifies a livecouncil journal without livecouncil: every line names the SHA-256 of the line (form 2: of its header)
# before it, and what is opened fits the commitment in its header.
# usage: sh verify-journal.sh journal/<meeting-id>.jsonl [journal/<meeting-id>.2.jsonl ...]
#    or: sh verify-journal.sh public/<meeting-id>/journal.jsonl
# A checkpoint.txt beside the first file is held against the chain; who signed it, minisign tells:
#    minisign -Vm checkpoint.txt -p livecouncil.pub
set -eu
head=0000000000000000000000000000000000000000000000000000000000000000
total=0
size=0
opened=0
heads=

bytes() { # the bytes that hexadecimal digits stand for
    # shellcheck disable=SC2046,SC2059
    printf "$(printf '\\%03o' $(printf '%s' "$1" | sed 's/../0x& /g'))"
}

fits() { # whether the opening of line $1 fits the commitment in its header
    opening=${1#*,\"salt\":\"}
    salt=${opening%%\"*}
    fact=${opening#*,\"fact\":}
    fact=${fact%\}}
    bound=$(printf '%s' "$1" | sed 's/.*,"v":2,"commitment":"\([0-9a-f]\{64\}\)","prev":"[0-9a-f]\{64\}","crc":"[0-9a-f]\{8\}","salt":.*/\1/')
    sum=$({ bytes "$salt"; printf '%s' "$fact"; } | sha256sum | cut -d' ' -f1)
    [ "$sum" = "$bound" ]
}

for file in "$@"; do
    number=0
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        known=$line # what the next line chains to
        case "$line" in
        '{"seq":'*',"v":2,"commitment":"'*'","crc":"'*'","salt":"'*)
            known="${line%%,\"salt\":*}}"
            if ! fits "$line"; then
                echo "$file: regel $number past niet bij wat is vastgelegd (the opening of line $number does not fit its commitment)"
                exit 1
            fi
            opened=$((opened + 1))
            ;;
        esac
        prev=$(printf '%s\n' "$known" | sed -n 's/.*,"prev":"\([0-9a-f]\{64\}\)","crc":"[0-9a-f]\{8\}"}$/\1/p')
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
        head=$(printf '%s' "$known" | sha256sum | cut -d' ' -f1)
        total=$((total + 1))
        size=$((size + 1))
        heads="$heads$size $head
"
    done <"$file"
done
echo "$total regels, keten klopt (chain holds), $opened geopend (opened). Kop (head): $head"
checkpoint=$(dirname "$1")/checkpoint.txt
[ -f "$checkpoint" ] || exit 0
signed="$(sed -n 2p "$checkpoint") $(sed -n 3p "$checkpoint")"
if ! printf '%s' "$heads" | grep -qFx "$signed"; then
    echo "$checkpoint: regel ${signed%% *} is niet wat is ondertekend (line ${signed%% *} is not what was signed)"
    exit 1
fi
echo "controlepunt klopt tot regel ${signed%% *} (checkpoint holds up to that line)"
