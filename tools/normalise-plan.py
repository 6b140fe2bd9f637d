"""Takes what differs from run to run out of a plan: `normalise-plan.py RAW OUT`.

The time of the plan becomes a fixed one, and the random ids of terraform_data objects are counted. A small plan is
pretty-printed; a large one keeps the very bytes that terraform wrote.
"""

import json
import re
import sys
from pathlib import Path

RAW, OUT = map(Path, sys.argv[1:])
SMALL = 20_000


def resources(module):
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


text = RAW.read_text(encoding="utf-8").rstrip("\n")
text = re.sub(r'"timestamp":"[^"]*"', '"timestamp":"2026-01-01T00:00:00Z"', text)
plan = json.loads(text)
state = plan.get("prior_state", {}).get("values", {}).get("root_module", {})
ids = [r["values"]["id"] for r in resources(state) if r["type"] == "terraform_data"]
for number, old in enumerate(ids, 1):
    text = text.replace(old, f"00000000-0000-0000-0000-{number:012}")
if len(text) < SMALL:
    text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
OUT.write_text(text + "\n", encoding="utf-8")
