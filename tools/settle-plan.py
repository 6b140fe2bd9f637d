"""Writes the state that applying a plan would leave: `settle-plan.py PLAN SCHEMAS STATE`.

PLAN is what `terraform show -json` prints, SCHEMAS what `terraform providers schema -json` prints, STATE a state file that
is written anew. What the plan does not know gets a value made of where it stands, of the form that the real one has
where rules look at it (ARNs, URLs, ids of securables). Nothing is applied to anything that exists. Several rounds of
`terraform plan -refresh=false` and this end in a plan without changes.
"""

import hashlib
import json
import sys

ACCOUNT = "111122223333"
UC_MASTER = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"


def digits(seed, length=15):
    return str(int(hashlib.sha256(seed.encode()).hexdigest(), 16))[:length]


def uuid(seed):
    text = hashlib.sha256(seed.encode()).hexdigest()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:32]}"


def joined(*names):
    return lambda v, _: ".".join(v[name] for name in names)


def argument(values, names):
    name = next((n for n in names if values.get(n) not in (None, "")), None)
    return f"{name}/{values[name]}" if name else None


# (type, path) to the value; the path of an unknown without indexes.
FORMS = {
    ("aws_iam_role", "arn"): lambda v, _: f"arn:aws:iam::{ACCOUNT}:role{v.get('path') or '/'}{v['name']}",
    ("aws_iam_role", "id"): joined("name"),
    ("aws_s3_bucket", "arn"): lambda v, _: f"arn:aws:s3:::{v['bucket']}",
    ("aws_s3_bucket", "id"): joined("bucket"),
    ("databricks_catalog", "id"): joined("name"),
    ("databricks_external_location", "id"): joined("name"),
    ("databricks_grants", "id"): lambda v, _: argument(v, ("catalog", "schema", "volume", "external_location", "storage_credential", "metastore")),
    ("databricks_group", "id"): lambda _, s: digits(s),
    ("databricks_metastore", "id"): lambda _, s: uuid(s),
    ("databricks_metastore", "metastore_id"): lambda _, s: uuid(s),
    ("databricks_mws_workspaces", "id"): lambda v, s: f"{v['account_id']}/{digits(s)}",
    ("databricks_mws_workspaces", "workspace_id"): lambda _, s: int(digits(s)),
    ("databricks_mws_workspaces", "workspace_url"): lambda _, s: f"dbc-{uuid(s)[:8]}-{uuid(s)[9:13]}.cloud.databricks.com",
    ("databricks_schema", "id"): joined("catalog_name", "name"),
    ("databricks_service_principal", "application_id"): lambda _, s: uuid(s),
    ("databricks_service_principal", "id"): lambda _, s: digits(s),
    ("databricks_storage_credential", "aws_iam_role.external_id"): lambda _, s: uuid(s),
    ("databricks_storage_credential", "aws_iam_role.unity_catalog_iam_arn"): lambda *_: UC_MASTER,
    ("databricks_storage_credential", "id"): joined("name"),
    ("databricks_user", "id"): lambda _, s: digits(s),
    ("databricks_volume", "id"): joined("catalog_name", "schema_name", "name"),
}
EMPTY = {"bool": False, "number": 0}


def made_up(kind, type_name, path, values, address):
    form = FORMS.get((type_name, path))
    if form:
        return form(values, address)
    if isinstance(kind, list):
        return {} if kind[0] in ("map", "object") else []
    if path.endswith("prefix") or path in ("tags_all", "policy_hash"):
        return ""
    return EMPTY.get(kind, f"{address}/{path}")


def settle(value, unknown, block, type_name, path, root, address):
    """The body with what is unknown filled in."""
    out = dict(value or {})
    for name, spec in block.get("attributes", {}).items():
        mask, at = (unknown or {}).get(name), f"{path}{name}"
        if not mask:
            out.setdefault(name, None)
        elif mask is True or not isinstance(out.get(name), (list, dict)):
            out[name] = made_up(spec["type"], type_name, at, root, address)
        elif isinstance(mask, list):
            out[name] = [f"{address}/{at}/{i}" if i < len(mask) and mask[i] is True else item for i, item in enumerate(out[name])]
        else:
            out[name].update({key: f"{address}/{at}/{key}" for key, unknown in mask.items() if unknown is True})
    for name, spec in block.get("block_types", {}).items():
        mask, inner = (unknown or {}).get(name), out.get(name)
        if spec["nesting_mode"] in ("list", "set"):
            masks = mask if isinstance(mask, list) else []
            masks += [None] * len(inner or [])
            out[name] = [settle(item, m, spec["block"], type_name, f"{path}{name}.", root, address) for item, m in zip(inner or [], masks)]
        else:
            out.setdefault(name, None)
    return out


def marked(mask, path=()):
    """The paths of a mask, as a state writes them."""
    if mask is True:
        yield list(path)
    elif isinstance(mask, dict):
        for name, inner in sorted(mask.items()):
            yield from marked(inner, (*path, {"type": "get_attr", "value": name}))
    elif isinstance(mask, list):
        for index, inner in enumerate(mask):
            yield from marked(inner, (*path, {"type": "index", "value": {"value": index, "type": "number"}}))


def main():
    plan, schemas, state = sys.argv[1:]
    with open(plan, encoding="utf-8") as file:
        plan = json.load(file)
    with open(schemas, encoding="utf-8") as file:
        schemas = json.load(file)["provider_schemas"]
    resources = {}
    for change in plan.get("resource_changes", []):
        actions = change["change"]["actions"]
        if change["mode"] != "managed" or actions == ["delete"]:
            continue
        schema = schemas[change["provider_name"]]["resource_schemas"][change["type"]]
        after, unknown = change["change"]["after"], change["change"]["after_unknown"]
        body = settle(after, unknown, schema["block"], change["type"], "", after, change["address"])
        key = (change.get("module_address", ""), change["type"], change["name"])
        resource = resources.setdefault(key, {
            **({"module": key[0]} if key[0] else {}),
            "mode": "managed",
            "type": change["type"],
            "name": change["name"],
            "provider": f'provider["{change["provider_name"]}"]',
            "instances": [],
        })
        instance = {"schema_version": schema["version"], "attributes": body, "sensitive_attributes": list(marked(change["change"]["after_sensitive"]))}
        if "index" in change:
            instance = {"index_key": change["index"], **instance}
        resource["instances"].append(instance)
    document = {
        "version": 4,
        "terraform_version": plan["terraform_version"],
        "serial": 1,
        "lineage": "00000000-0000-0000-0000-000000000001",
        "outputs": {},
        "resources": [resource for _, resource in sorted(resources.items())],
    }
    with open(state, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)


if __name__ == "__main__":
    main()
