"""A Terraform provider that knows only a schema: it plans and applies anything, offline, and reaches nothing.

It stands in for providers that cannot be had without a network (aws, time), so that fixtures can be planned with the
real `terraform` next to the real `databricks` provider. See README.md beside this file.

    python3 mock_provider.py hashicorp/aws=aws.json hashicorp/time=time.json

prints one line, the value for TF_REATTACH_PROVIDERS, and serves until it is ended.

The plugin protocol (version 6) is gRPC. Its few messages that are needed are encoded here by hand from their field
numbers, so no generated code and no .proto file is involved.
"""

import json
import sys
import threading
from concurrent import futures

import grpc
import msgpack

UNKNOWN = msgpack.ExtType(0, b"\x00")
NESTING = {"single": 1, "list": 2, "set": 3, "map": 4, "group": 5}


# Protobuf, as much as is needed: varints (ints, bools) and length-delimited fields (bytes, text, messages).


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, value):
    """One field; an empty value is the default and is left out, as proto3 does."""
    if isinstance(value, (bool, int)):
        return varint(number << 3) + varint(int(value)) if value else b""
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def decode(data):
    """The fields of a message as {number: [values]}; sub-messages stay bytes."""
    fields, at = {}, 0

    def read():
        nonlocal at
        shift = number = 0
        while True:
            byte = data[at]
            at += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    while at < len(data):
        key = read()
        if key & 7 == 0:
            value = read()
        elif key & 7 == 2:
            size = read()
            value = data[at : at + size]
            at += size
        else:
            raise ValueError(f"wire type {key & 7}")
        fields.setdefault(key >> 3, []).append(value)
    return fields


def text(fields, number):
    return fields.get(number, [b""])[0].decode()


def dynamic_value(value):
    return field(1, msgpack.packb(value, use_bin_type=True))


def from_dynamic_value(fields, number):
    if number not in fields:
        return None
    inner = decode(fields[number][0])
    return msgpack.unpackb(inner[1][0], raw=False, strict_map_key=False) if 1 in inner else None


def diagnostic(summary):
    return field(1, 1) + field(2, summary)


# The compact schema of README.md to protocol messages.



def attribute(name, spec):
    """`"string"` optional, `"string!"` required, `"string+"` computed, `"string?+"` optional and computed."""
    flags = {"required": False, "optional": False, "computed": False, "sensitive": False}
    if isinstance(spec, str):
        kind, marks = spec, ""
        while kind and kind[-1] in "!?+*":
            marks, kind = kind[-1] + marks, kind[:-1]
        flags["required"] = "!" in marks
        flags["computed"] = "+" in marks
        flags["sensitive"] = "*" in marks
        flags["optional"] = "?" in marks or not (flags["required"] or flags["computed"])
        kind = shorthand(kind)
    else:
        kind = spec["type"]
        flags.update({name: spec[name] for name in flags if name in spec})
        if not (flags["required"] or flags["computed"]):
            flags["optional"] = True
    return {"name": name, "type": kind, **flags}


def shorthand(kind):
    """`list(string)` and the like to the JSON form of a type."""
    if kind.endswith(")"):
        outer, inner = kind[:-1].split("(", 1)
        return [outer, shorthand(inner)]
    return kind


def parse_block(raw):
    return {
        "attributes": [attribute(n, s) for n, s in sorted(raw.get("attributes", {}).items())],
        "blocks": [
            {"name": n, "nesting": b["nesting"], "min": b.get("min", 0), "max": b.get("max", 0), "block": parse_block(b)}
            for n, b in sorted(raw.get("blocks", {}).items())
        ],
        "replace": raw.get("replace", []),
    }


def block_message(block):
    out = b""
    for a in block["attributes"]:
        message = field(1, a["name"]) + field(2, json.dumps(a["type"]))
        message += field(4, a["required"]) + field(5, a["optional"]) + field(6, a["computed"]) + field(7, a["sensitive"])
        out += field(2, message)
    for n in block["blocks"]:
        message = field(1, n["name"]) + field(2, block_message(n["block"])) + field(3, NESTING[n["nesting"]])
        out += field(3, message + field(4, n["min"]) + field(5, n["max"]))
    return out


def schema_message(block):
    return field(2, block_message(block))


# What a provider does with values.


def fill(value, block, make):
    """Sets every computed attribute that the configuration leaves out."""
    if not isinstance(value, dict):
        return value
    for a in block["attributes"]:
        if a["computed"] and value.get(a["name"]) is None:
            value[a["name"]] = make(a)
    for n in block["blocks"]:
        inner = value.get(n["name"])
        if isinstance(inner, list):
            value[n["name"]] = [fill(item, n["block"], make) for item in inner]
        elif isinstance(inner, dict):
            value[n["name"]] = fill(inner, n["block"], make)
    return value


def settle(value, block, path):
    """Gives what is unknown a value that depends only on where it stands, so that fixtures are reproducible."""
    if not isinstance(value, dict):
        return value
    for a in block["attributes"]:
        name = a["name"]
        if value.get(name) == UNKNOWN:
            empty = {"bool": False, "number": 0, "string": f"{path}-{name}"}
            kind = a["type"] if isinstance(a["type"], str) else a["type"][0]
            value[name] = empty.get(kind, {} if kind == "map" else [])
    for n in block["blocks"]:
        inner, at = value.get(n["name"]), f"{path}-{n['name']}"
        if isinstance(inner, list):
            value[n["name"]] = [settle(item, n["block"], f"{at}-{index}") for index, item in enumerate(inner)]
        elif isinstance(inner, dict):
            value[n["name"]] = settle(inner, n["block"], at)
    return value


def policy_document(config):
    """`aws_iam_policy_document.json`: one item is written as text, several as a sorted list, as the AWS provider does."""

    def one_or_many(items):
        items = sorted(items or [])
        return items[0] if len(items) == 1 else items

    statements = []
    for s in config.get("statement") or []:
        out = {"Sid": s.get("sid")} if s.get("sid") else {}
        out["Effect"] = s.get("effect") or "Allow"
        for name, key in (("actions", "Action"), ("not_actions", "NotAction"), ("resources", "Resource"), ("not_resources", "NotResource")):
            if s.get(name):
                out[key] = one_or_many(s[name])
        for name, key in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
            if s.get(name):
                by_type = {}
                for p in s[name]:
                    by_type.setdefault(p["type"], []).extend(p["identifiers"])
                out[key] = "*" if by_type == {"*": ["*"]} else {kind: one_or_many(ids) for kind, ids in sorted(by_type.items())}
        if s.get("condition"):
            tests = {}
            for c in s["condition"]:
                tests.setdefault(c["test"], {})[c["variable"]] = one_or_many(c["values"])
            out["Condition"] = tests
        statements.append(out)
    return json.dumps({"Version": config.get("version") or "2012-10-17", "Statement": statements}, indent=2)


def read_data(type_name, config, answers, block):
    if type_name == "aws_iam_policy_document":
        config["json"] = policy_document(config)
        config["minified_json"] = json.dumps(json.loads(config["json"]), separators=(",", ":"))
    known = answers.get(type_name, {})
    return fill(config, block, lambda a: known.get(a["name"], "mock" if a["type"] == "string" else None))


class Provider:
    def __init__(self, raw):
        self.config = parse_block(raw.get("provider", {}))
        self.resources = {name: parse_block(b) for name, b in raw.get("resources", {}).items()}
        self.data = {name: parse_block(b) for name, b in raw.get("data", {}).items()}
        self.answers = raw.get("answers", {})

    def GetProviderSchema(self, _):
        out = field(1, schema_message(self.config))
        for number, table in ((2, self.resources), (3, self.data)):
            for name, block in sorted(table.items()):
                out += field(number, field(1, name) + field(2, schema_message(block)))
        return out + field(6, field(2, True))

    def ValidateProviderConfig(self, _):
        return b""

    ConfigureProvider = StopProvider = ValidateResourceConfig = ValidateDataResourceConfig = ValidateProviderConfig
    GetResourceIdentitySchemas = ValidateProviderConfig

    def UpgradeResourceState(self, request):
        raw = decode(request[3][0])
        return field(1, field(2, raw[1][0]))

    def ReadResource(self, request):
        return field(1, request[2][0])

    def PlanResourceChange(self, request):
        proposed, prior = from_dynamic_value(request, 3), from_dynamic_value(request, 2)
        if proposed is None:
            return field(1, request[3][0])
        block = self.resources[text(request, 1)]
        out = b""
        changed = [name for name in block["replace"] if prior is not None and prior.get(name) != proposed.get(name)]
        if prior is None or changed:
            if prior is not None:
                # What was computed before is computed anew when the object is replaced.
                config = from_dynamic_value(request, 4)
                for a in block["attributes"]:
                    if a["computed"] and config.get(a["name"]) is None:
                        proposed[a["name"]] = None
            proposed = fill(proposed, block, lambda _: UNKNOWN)
        for name in changed:
            out += field(2, field(1, field(1, name)))
        return field(1, dynamic_value(proposed)) + out

    def ApplyResourceChange(self, request):
        planned = from_dynamic_value(request, 3)
        if planned is None:
            return field(1, request[3][0])
        name = text(request, 1)
        # The name of the object keeps the made-up ids of two objects apart.
        label = planned.get("bucket") or planned.get("name") or "made-up"
        return field(1, dynamic_value(settle(planned, self.resources[name], f"{name}-{label}".replace("_", "-"))))

    def ReadDataSource(self, request):
        name = text(request, 1)
        return field(1, dynamic_value(read_data(name, from_dynamic_value(request, 2), self.answers, self.data[name])))


class Service(grpc.GenericRpcHandler):
    def __init__(self, provider):
        self.provider = provider

    def service(self, details):
        method = getattr(self.provider, details.method.rsplit("/", 1)[1], None)
        if method is None:
            return None
        return grpc.unary_unary_rpc_method_handler(lambda request, _context: method(decode(request)))


def serve(address, schema):
    with open(schema, encoding="utf-8") as file:
        provider = Provider(json.load(file))
    unlimited = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
    server = grpc.server(futures.ThreadPoolExecutor(8), options=unlimited)
    server.add_generic_rpc_handlers((Service(provider),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    endpoint = {"Network": "tcp", "String": f"127.0.0.1:{port}"}
    return server, {f"registry.terraform.io/{address}": {"Protocol": "grpc", "ProtocolVersion": 6, "Pid": 1, "Test": True, "Addr": endpoint}}


def main():
    reattach, servers = {}, []
    for argument in sys.argv[1:]:
        address, schema = argument.split("=", 1)
        server, entry = serve(address, schema)
        servers.append(server)
        reattach.update(entry)
    print(json.dumps(reattach), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
