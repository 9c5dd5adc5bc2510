"""Lists the machines of a Prism Central with Nutanix's own client.

Reads its target from standard input as JSON {host, port, ca, user, password,
poor_user, poor_password} and prints what it saw as JSON. The client finds out
by itself which version of the interface to speak.
"""

import json
import logging
import sys

import ntnx_vmm_py_client as vmm

logging.disable(logging.CRITICAL)
target = json.load(sys.stdin)


def client(user, password):
    configuration = vmm.Configuration()
    configuration.host = target["host"]
    configuration.port = target["port"]
    configuration.username = user
    configuration.password = password
    configuration.root_ca_certificate_file = target["ca"]
    configuration.max_retry_attempts = 0
    return vmm.ApiClient(configuration=configuration)


unknown = set()


def note_unknown(entity):
    """Fields that the published models don't have, wherever they stand."""
    if isinstance(entity, list):
        for each in entity:
            note_unknown(each)
    elif hasattr(entity, "attribute_map"):
        for name in getattr(entity, "_unknown_fields", None) or {}:
            unknown.add(f"{type(entity).__name__}.{name}")
        for name in entity.attribute_map:
            if not name.startswith("_"):
                note_unknown(getattr(entity, name, None))


def machine(vm):
    return {
        "id": vm.ext_id,
        "name": vm.name,
        "power": vm.power_state,
        "vcpus": vm.num_sockets * vm.num_cores_per_socket,
        "memoryBytes": vm.memory_size_bytes,
        "biosUuid": vm.bios_uuid,
        "macs": sorted(
            nic.nic_backing_info.mac_address for nic in vm.nics or []
        ),
        "diskBytes": sum(
            disk.backing_info.disk_size_bytes for disk in vm.disks or []
        ),
    }


api_client = client(target["user"], target["password"])
api = vmm.VmApi(api_client=api_client)
machines = []
page = 0
while True:
    answer = api.list_vms(_page=page, _limit=50)
    if not answer.data:
        break
    note_unknown(answer.data)
    machines += [machine(vm) for vm in answer.data]
    page += 1

one = api.get_vm_by_id(machines[0]["id"])
images = vmm.ImagesApi(api_client=api_client).list_images()
note_unknown(images.data)
try:
    poor = client(target["poor_user"], target["poor_password"])
    vmm.VmApi(api_client=poor).list_vms()
    refused = None
except vmm.rest.ApiException as error:
    refused = error.status

print(
    json.dumps(
        {
            "version": api_client.get_negotiated_version(),
            "total": answer.metadata.total_available_results,
            "pages": page,
            "machines": machines,
            "images": sorted(image.name for image in images.data),
            "etag": api_client.get_etag(one.data),
            "refused": refused,
            "unknown": sorted(unknown),
        }
    )
)
