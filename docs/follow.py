"""Follow a council meeting: every message as it is released. Usage: python3 follow.py https://raad.example/live/MEETING/"""

import json
import sys
import time
import urllib.request

base, last = sys.argv[1].rstrip("/"), "0"
while True:
    try:
        request = urllib.request.Request(f"{base}/stream", headers={"Last-Event-ID": last})
        with urllib.request.urlopen(request, timeout=60) as stream:
            kind = ""
            for line in (raw.decode().rstrip("\n") for raw in stream):
                name, _, value = line.partition(": ")
                kind = value if name == "event" else kind
                last = value if name == "id" else last
                if name == "data" and kind == "entry":
                    entry = json.loads(value)
                    print(entry["at"][11:16], entry["text"], flush=True)
    except OSError as error:
        print(f"({error}; trying again)", file=sys.stderr)
        time.sleep(3)
