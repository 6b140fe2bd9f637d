"""Takes what differs from run to run out of a plan: `normalise-plan.py RAW OUT`.

The time of the plan becomes a fixed one, the random ids of terraform_data objects are counted, and what terraform
writes in the order of a hash map is sorted. A small plan is pretty-printed; a large one is written as terraform does,
on one line and with `<`, `>` and `&` escaped.
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


def sort_children(module):
    children = module.get("child_modules", [])
    children.sort(key=lambda child: child["address"])
    for child in children:
        sort_children(child)


text = RAW.read_text(encoding="utf-8").rstrip("\n")
text = re.sub(r'"timestamp":"[^"]*"', '"timestamp":"2026-01-01T00:00:00Z"', text)
plan = json.loads(text)
state = plan.get("prior_state", {}).get("values", {}).get("root_module", {})
ids = [r["values"]["id"] for r in resources(state) if r["type"] == "terraform_data"]
for number, old in enumerate(ids, 1):
    text = text.replace(old, f"00000000-0000-0000-0000-{number:012}")

plan = json.loads(text)
for module in (plan.get("planned_values", {}).get("root_module", {}), plan.get("prior_state", {}).get("values", {}).get("root_module", {})):
    sort_children(module)
plan.get("relevant_attributes", []).sort(key=json.dumps)
if len(text) < SMALL:
    text = json.dumps(plan, indent=2, ensure_ascii=False)
else:
    text = json.dumps(plan, separators=(",", ":"), ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
OUT.write_text(text + "\n", encoding="utf-8")
