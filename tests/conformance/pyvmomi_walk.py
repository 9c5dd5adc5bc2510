"""Walks a vCenter the way an administrator's script does.

Reads its target from standard input as JSON {host, port, ca, user, password}
and prints what it saw as JSON. The certificate is verified against the
vCenter's own authority.
"""

import json
import ssl
import sys

from pyVim.connect import Disconnect, SmartConnect
from pyVmomi import vim, vmodl

PAGE = 7
target = json.load(sys.stdin)


def connect(password):
    return SmartConnect(
        host=target["host"],
        port=target["port"],
        user=target["user"],
        pwd=password,
        sslContext=ssl.create_default_context(cafile=target["ca"]),
    )


try:
    connect("not the password")
    refused = None
except vim.fault.InvalidLogin as error:
    refused = error.msg

service = connect(target["password"])
content = service.RetrieveContent()
collector = content.propertyCollector


def everything(kind, paths):
    """All objects of a kind, page by page, as (object, properties)."""
    view = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
    walk = vmodl.query.PropertyCollector.TraversalSpec(
        name="view", path="view", skip=False, type=vim.view.ContainerView
    )
    spec = vmodl.query.PropertyCollector.FilterSpec(
        objectSet=[
            vmodl.query.PropertyCollector.ObjectSpec(
                obj=view, skip=True, selectSet=[walk]
            )
        ],
        propSet=[
            vmodl.query.PropertyCollector.PropertySpec(type=kind, pathSet=paths)
        ],
    )
    options = vmodl.query.PropertyCollector.RetrieveOptions(maxObjects=PAGE)
    pages = 0
    result = collector.RetrievePropertiesEx([spec], options)
    while result is not None:
        pages += 1
        for each in result.objects:
            yield each.obj, {p.name: p.val for p in each.propSet}
        if result.token is None:
            break
        result = collector.ContinueRetrievePropertiesEx(result.token)
    view.DestroyView()
    if kind is vim.VirtualMachine:
        counted["pages"] = pages


def updates():
    """What a watch tells first, in pieces, and how it ends when nothing moves."""
    view = content.viewManager.CreateContainerView(
        content.rootFolder, [vim.VirtualMachine], True
    )
    spec = vmodl.query.PropertyCollector.FilterSpec(
        objectSet=[
            vmodl.query.PropertyCollector.ObjectSpec(
                obj=view,
                skip=True,
                selectSet=[
                    vmodl.query.PropertyCollector.TraversalSpec(
                        name="view",
                        path="view",
                        skip=False,
                        type=vim.view.ContainerView,
                    )
                ],
            )
        ],
        propSet=[
            vmodl.query.PropertyCollector.PropertySpec(
                type=vim.VirtualMachine, pathSet=["name", "runtime.powerState"]
            )
        ],
    )
    watch = collector.CreateFilter(spec, False)
    options = vmodl.query.PropertyCollector.WaitOptions(
        maxObjectUpdates=PAGE, maxWaitSeconds=0
    )
    version, seen, pieces = "", [], 0
    while True:
        update = collector.WaitForUpdatesEx(version, options)
        if update is None:
            break
        pieces += 1
        version = update.version
        for filter_set in update.filterSet:
            for each in filter_set.objectSet:
                seen.append({"kind": each.kind, "id": each.obj._moId})
        if not update.truncated:
            break
    nothing = collector.WaitForUpdatesEx(version, options)
    watch.DestroyPropertyFilter()
    return {"seen": seen, "pieces": pieces, "nothing": nothing is None}


def disks(devices):
    return [
        {
            "bytes": device.capacityInBytes,
            "file": device.backing.fileName,
            "thin": device.backing.thinProvisioned,
        }
        for device in devices
        if isinstance(device, vim.vm.device.VirtualDisk)
    ]


def nics(devices, inside):
    found = {each.deviceConfigId: each for each in inside or []}
    return [
        {
            "mac": device.macAddress,
            "addresses": [
                f"{address.ipAddress}/{address.prefixLength}"
                for address in (
                    found[device.key].ipConfig.ipAddress
                    if device.key in found
                    else []
                )
            ],
        }
        for device in devices
        if isinstance(device, vim.vm.device.VirtualEthernetCard)
    ]


counted = {}
hosts = {
    obj._moId: {
        "name": told["name"],
        "cluster": told["parent"].name,
        "vendor": told["summary"].hardware.vendor,
        "version": told["summary"].config.product.version,
        "state": told["runtime"].connectionState,
    }
    for obj, told in everything(
        vim.HostSystem, ["name", "parent", "summary", "runtime"]
    )
}
machines = [
    {
        "uuid": told["config"].instanceUuid,
        "biosUuid": told["config"].uuid,
        "name": told["name"],
        "host": hosts[told["runtime"].host._moId]["name"],
        "power": told["runtime"].powerState,
        "vcpus": told["config"].hardware.numCPU,
        "memoryMiB": told["config"].hardware.memoryMB,
        "template": told["config"].template,
        "hostName": told["guest"].hostName,
        "disks": disks(told["config"].hardware.device),
        "nics": nics(told["config"].hardware.device, told["guest"].net),
        "snapshots": len(told["snapshot"].rootSnapshotList)
        if "snapshot" in told
        else 0,
    }
    for obj, told in everything(
        vim.VirtualMachine, ["name", "config", "runtime", "guest", "snapshot"]
    )
]
networks = {told["name"]: None for _, told in everything(vim.Network, ["name"])}
for _, told in everything(
    vim.dvs.DistributedVirtualPortgroup, ["name", "config"]
):
    vlan = told["config"].defaultPortConfig.vlan
    networks[told["name"]] = vlan.vlanId if isinstance(vlan.vlanId, int) else None

json.dump(
    {
        "about": content.about.fullName,
        "refused": refused,
        "hosts": list(hosts.values()),
        "machines": machines,
        "networks": networks,
        "datastores": [
            told["name"] for _, told in everything(vim.Datastore, ["name"])
        ],
        "pages": counted["pages"],
        "updates": updates(),
    },
    sys.stdout,
)
Disconnect(service)
