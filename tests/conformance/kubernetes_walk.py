"""Walks a cluster with KubeVirt the way an administrator's script does.

Reads its target from standard input as JSON {url, ca, token, nobody} and
prints what it saw as JSON. The certificate is verified against the cluster's
own authority.
"""

import json
import sys

from kubernetes import client, watch
from kubernetes.client.exceptions import ApiException

PAGE = 3
GROUP, VERSION = "kubevirt.io", "v1"
target = json.load(sys.stdin)


def api(token):
    configuration = client.Configuration()
    configuration.host = target["url"]
    configuration.ssl_ca_cert = target["ca"]
    configuration.api_key = {"authorization": f"Bearer {token}"}
    return client.ApiClient(configuration)


def refusal(token):
    try:
        client.CustomObjectsApi(api(token)).list_cluster_custom_object(
            GROUP, VERSION, "virtualmachines"
        )
    except ApiException as error:
        body = json.loads(error.body)
        return {"status": error.status, "reason": body["reason"]}
    return None


connection = api(target["token"])
objects = client.CustomObjectsApi(connection)
core = client.CoreV1Api(connection)


def everything(plural):
    items, token, pages = [], None, 0
    while True:
        page = objects.list_cluster_custom_object(
            GROUP, VERSION, plural, limit=PAGE, **({"_continue": token} if token else {})
        )
        items += page["items"]
        pages += 1
        token = page["metadata"].get("continue")
        if not token:
            return items, pages, page["metadata"]["resourceVersion"]


machines, pages, version = everything("virtualmachines")
instances, _, _ = everything("virtualmachineinstances")
running = {each["metadata"]["ownerReferences"][0]["uid"]: each for each in instances}


def machine(each):
    instance = running.get(each["metadata"]["uid"])
    status = instance["status"] if instance else {}
    return {
        "uid": each["metadata"]["uid"],
        "name": each["metadata"]["name"],
        "namespace": each["metadata"]["namespace"],
        "status": each["status"]["printableStatus"],
        "node": status.get("nodeName"),
        "size": each["spec"].get("instancetype", {}).get("name"),
        "macs": [nic["mac"] for nic in status.get("interfaces", [])],
        "addresses": [
            address
            for nic in status.get("interfaces", [])
            for address in nic.get("ipAddresses", [])
        ],
    }


# Told of everything that is there, and then of nothing for a second.
told = [
    event["type"]
    for event in watch.Watch().stream(
        objects.list_cluster_custom_object,
        GROUP,
        VERSION,
        "virtualmachines",
        resource_version="0",
        timeout_seconds=1,
    )
]

print(
    json.dumps(
        {
            "version": client.VersionApi(connection).get_code().git_version,
            "machines": [machine(each) for each in machines],
            "pages": pages,
            "nodes": [
                {
                    "name": node.metadata.name,
                    "ready": next(
                        each.status
                        for each in node.status.conditions
                        if each.type == "Ready"
                    ),
                }
                for node in core.list_node().items
            ],
            "claims": len(core.list_persistent_volume_claim_for_all_namespaces().items),
            "storageClasses": [
                each.metadata.name
                for each in client.StorageV1Api(connection).list_storage_class().items
            ],
            "networks": {
                f"{each['metadata']['namespace']}/{each['metadata']['name']}": json.loads(
                    each["spec"]["config"]
                ).get("vlan")
                for each in objects.list_cluster_custom_object(
                    "k8s.cni.cncf.io", "v1", "network-attachment-definitions"
                )["items"]
            },
            "told": told,
            "nobody": refusal(target["nobody"]),
            "stranger": refusal("not-a-token"),
        }
    )
)
