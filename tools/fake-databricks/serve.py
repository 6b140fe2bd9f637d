"""The Databricks account and workspace APIs, made up, behind an HTTPS proxy on loopback.

    python3 serve.py DIRECTORY [answers.json]

writes a certificate to DIRECTORY, prints the proxy's URL and serves until it is ended. With

    HTTPS_PROXY=<that URL> SSL_CERT_FILE=DIRECTORY/certificate.pem

the real provider reads its data sources from here while its configuration keeps the real host names, so a plan made
this way looks like one made in production. Nothing leaves the machine: every host that the certificate does not cover
is refused. Only GET requests are answered; what has no answer is "not found".
"""

import http.server
import json
import ssl
import subprocess
import sys
import urllib.parse
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

    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        host = self.path.rsplit(":", 1)[0]
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
        body = answer(url.path, urllib.parse.parse_qs(url.query))
        data = json.dumps(body if body is not None else {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": f"no {url.path}"}).encode()
        self.send_response(404 if body is None else 200)
        self.send_header("content-type", "application/json")
        self.send_header("x-databricks-org-id", "1234567890123456")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def main():
    folder = Path(sys.argv[1])
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
