"""Walks a Proxmox cluster the way an administrator's script does.

Reads its target from standard input as JSON {host, port, ca, tokenUser,
tokenName, tokenSecret} or {..., user, password}, and prints what it saw as
JSON. The certificate is verified against the cluster's own authority.
"""

import json
import sys

from proxmoxer import ProxmoxAPI, ResourceException

target = json.load(sys.stdin)
if "password" in target:
    credentials = {"user": target["user"], "password": target["password"]}
else:
    credentials = {
        "user": target["tokenUser"],
        "token_name": target["tokenName"],
        "token_value": target["tokenSecret"],
    }
api = ProxmoxAPI(
    target["host"],
    port=target["port"],
    verify_ssl=target["ca"],
    timeout=20,
    **credentials,
)

guests = []
for node in api.nodes.get():
    for kind in ("qemu", "lxc"):
        for guest in getattr(api.nodes(node["node"]), kind).get():
            config = getattr(api.nodes(node["node"]), kind)(guest["vmid"]).config.get()
            guests.append(
                {
                    "vmid": str(guest["vmid"]),
                    "name": guest["name"],
                    "node": node["node"],
                    "status": guest["status"],
                    "kind": kind,
                    "digest": config.get("digest"),
                }
            )

try:
    api.nodes(api.nodes.get()[0]["node"]).qemu(99999).config.get()
    missing = None
except ResourceException as error:
    missing = {"status": error.status_code, "message": str(error)}

json.dump(
    {
        "version": api.version.get(),
        "guests": guests,
        "resources": len(api.cluster.resources.get(type="vm")),
        "storages": sorted({row["storage"] for row in api.storage.get()}),
        "missing": missing,
    },
    sys.stdout,
)
