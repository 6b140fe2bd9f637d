"""The Databricks account and workspace APIs, made up, behind an HTTPS proxy on loopback.

    python3 serve.py DIRECTORY [answers.json]

writes a certificate to DIRECTORY, prints the proxy's URL and serves until it is ended. With

    HTTPS_PROXY=<that URL> SSL_CERT_FILE=DIRECTORY/certificate.pem

the real provider reads its data sources from here while its configuration keeps the real host names, so a plan made
this way looks like one made in production. Nothing leaves the machine: every host that the certificate does not cover
is refused. What has no answer is "not found".

Catalogs, schemas, volumes, what is granted on them, and groups can be written too: each host keeps its own as long as
the server runs. With a third argument, a list of `[method, url, body]` in a file is sent through a server that runs:

    python3 serve.py DIRECTORY by-hand.json <that URL>
"""

import http.server
import json
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

GROUPS = ["platform-admins", "data-engineers", "data-analysts", "data-stewards", "finance-analysts", "etl-operators"]
USERS = ["analyst@example.com", "engineer@example.com"]
ANSWERS = {
    "/scim/v2/Me": {"id": "1", "userName": "00000000-0000-0000-0000-00000000abcd", "displayName": "deploy", "active": True},
    "/clusters/spark-versions": {
        "versions": [
            {"key": "15.4.x-scala2.12", "name": "15.4 LTS (includes Apache Spark 3.5.0, Scala 2.12)"},
            {"key": "17.3.x-scala2.13", "name": "17.3 LTS (includes Apache Spark 4.0.0, Scala 2.13)"},
        ]
    },
    "/clusters/list-node-types": {
        "node_types": [
            {
                "node_type_id": "m5.large",
                "instance_type_id": "m5.large",
                "memory_mb": 8192,
                "num_cores": 2.0,
                "category": "General Purpose",
                "node_instance_type": {"instance_type_id": "m5.large", "local_disks": 1, "local_disk_size_gb": 75},
            }
        ]
    },
}


def group(index, name):
    return {
        "id": str(1001 + index),
        "displayName": name,
        "externalId": f"idp-{name}",
        "meta": {"resourceType": "Group"},
    }


def user(index, name):
    return {"id": str(2001 + index), "userName": name, "displayName": name.split("@", 1)[0], "externalId": f"idp-{name}", "active": True}


COLLECTIONS = {
    "Groups": ("displayName", [group(i, n) for i, n in enumerate(GROUPS)]),
    "Users": ("userName", [user(i, n) for i, n in enumerate(USERS)]),
}


METASTORE = {"metastore_id": "11111111-2222-3333-4444-555555555555", "name": "main", "region": "eu-west-1"}
# What the names of a securable are made of, outermost first.
SECURABLES = {
    "catalogs": ("name",),
    "schemas": ("catalog_name", "name"),
    "volumes": ("catalog_name", "schema_name", "name"),
}
GENERATED = {
    "catalogs": {"catalog_type": "MANAGED_CATALOG", "isolation_mode": "OPEN", "securable_type": "CATALOG"},
    "schemas": {"catalog_type": "MANAGED_CATALOG"},
    "volumes": {"volume_id": "22222222-0000-0000-0000-000000000001"},
}


class Workspace:
    """What was written to one host."""

    def __init__(self):
        self.securables = {collection: {} for collection in SECURABLES}
        self.grants = {}
        self.groups = {}

    def write(self, method, path, body):
        """The answer to a request; None where it is not known here."""
        parts = path.strip("/").split("/")
        if "scim" in parts and "Groups" in parts:
            return self.group(method, parts[parts.index("Groups") + 1 :], body)
        if "unity-catalog" not in parts:
            return None
        collection, *rest = parts[parts.index("unity-catalog") + 1 :]
        if collection in ("metastore_summary", "current-metastore-assignment"):
            return {**METASTORE, "workspace_id": 1234567890123456, "default_catalog_name": "main"}
        if collection in SECURABLES:
            return self.securable(method, collection, rest, body)
        if collection == "permissions":
            return self.permissions(method, tuple(rest), body)
        return None

    def securable(self, method, collection, rest, body):
        here, names = self.securables[collection], SECURABLES[collection]
        if method == "POST":
            full = ".".join(body[name] for name in names)
            generated = {"owner": "deploy", "created_at": 1767225600000, "created_by": "deploy", "full_name": full}
            here[full] = {**generated, **METASTORE, **GENERATED[collection], **body}
            if collection == "catalogs":
                self.securable("POST", "schemas", [], {"catalog_name": full, "name": "default"})
            return here[full]
        full = rest[0] if rest else None
        if full not in here:
            return None
        if method == "PATCH":
            here[full].update({key: value for key, value in body.items() if key != "new_name"})
        if method == "DELETE":
            for of in self.securables.values():
                for name in [name for name in of if name == full or name.startswith(full + ".")]:
                    del of[name]
            self.grants = {(kind, name): held for (kind, name), held in self.grants.items() if not f"{name}.".startswith(f"{full}.")}
            return {}
        return here[full]

    def permissions(self, method, securable, body):
        kind, name = securable
        if name not in self.securables.get(f"{kind}s", {}):
            return None
        held = self.grants.setdefault(securable, {})
        for change in body.get("changes", []) if method == "PATCH" else []:
            mine = set(held.get(change["principal"], []))
            held[change["principal"]] = sorted(mine - set(change.get("remove", [])) | set(change.get("add", [])))
        return {"privilege_assignments": [{"principal": who, "privileges": what} for who, what in held.items() if what]}

    def group(self, method, rest, body):
        if method == "POST":
            id = str(3001 + len(self.groups))
            self.groups[id] = {"displayName": body["displayName"], "id": id}
            return self.groups[id]
        group = self.groups.get(rest[0]) if rest else None
        if group and method == "DELETE":
            # Ids are not given twice.
            self.groups[rest[0]] = None
            return {}
        return group


WORKSPACES = {}


def answer(path, query):
    for suffix, body in ANSWERS.items():
        if path.endswith(suffix):
            return body
    for collection, (key, items) in COLLECTIONS.items():
        if path.endswith(f"/scim/v2/{collection}"):
            wanted = query.get("filter", [""])[0].lower()
            found = [item for item in items if not wanted or f'"{item[key].lower()}"' in wanted or f"'{item[key].lower()}'" in wanted]
            return {"Resources": found, "totalResults": len(found), "startIndex": 1, "itemsPerPage": len(found)}
        if f"/scim/v2/{collection}/" in path:
            return next((item for item in items if item["id"] == path.rsplit("/", 1)[1]), None)
    return None


def certificate(folder):
    key, cert = folder / "key.pem", folder / "certificate.pem"
    names = "DNS:accounts.cloud.databricks.com,DNS:*.cloud.databricks.com"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=fake-databricks"]
    subprocess.run([*command, "-addext", f"subjectAltName={names}", "-keyout", key, "-out", cert], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    context = None
    host = None
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        self.host = host = self.path.rsplit(":", 1)[0]
        if not host.endswith(".cloud.databricks.com"):
            self.send_error(403)
            return
        self.send_response(200)
        self.end_headers()
        self.connection = self.context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        length = int(self.headers.get("content-length", 0))
        sent = json.loads(self.rfile.read(length) or b"{}")
        with self.lock:
            body = WORKSPACES.setdefault(self.host, Workspace()).write(self.command, url.path, sent)
        if body is None and self.command == "GET":
            body = answer(url.path, urllib.parse.parse_qs(url.query))
        data = json.dumps(body if body is not None else {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": f"no {url.path}"}).encode()
        self.send_response(404 if body is None else 200)
        self.send_header("content-type", "application/json")
        self.send_header("x-databricks-org-id", "1234567890123456")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_DELETE = do_PATCH = do_POST = do_PUT = do_GET


def send(folder, requests, proxy):
    context = ssl.create_default_context(cafile=folder / "certificate.pem")
    handlers = [urllib.request.ProxyHandler({"https": proxy}), urllib.request.HTTPSHandler(context=context)]
    opener = urllib.request.build_opener(*handlers)
    for method, url, body in requests:
        request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"}, method=method)
        try:
            opener.open(request).close()
        except urllib.error.HTTPError as error:
            sys.exit(f"{method} {url}: {error.read().decode()}")


def main():
    folder = Path(sys.argv[1])
    if len(sys.argv) > 3:
        send(folder, json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")), sys.argv[3])
        return
    folder.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 2:
        ANSWERS.update(json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    Proxy.context = certificate(folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
