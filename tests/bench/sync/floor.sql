-- The floor of a sync: what PostgreSQL alone takes to get the rows in and to
-- find out by one set comparison which guests are new, gone or different. It
-- joins nothing else, weighs no identities, keeps no history and writes no
-- guest. Three statements: the table, the COPY, the comparison. Details count
-- where the platform's answer had them, as in the engine.

create unlogged table floor_guests (
  external_id text not null,
  platform_url text,
  known integer not null,
  details text not null,
  details_digest text,
  memory jsonb,
  evidence jsonb not null,
  host_external_id text,
  cluster_external_id text,
  type text,
  name text,
  power_state text,
  guest_host_name text,
  os_type text,
  os_family text,
  vcpus double precision,
  sockets integer,
  cores_per_socket integer,
  memory_bytes bigint,
  disk_bytes bigint,
  disk_count integer,
  nic_count integer,
  bios_uuid uuid,
  template boolean,
  lock text,
  pool text,
  ha_state text,
  ha_rules text,
  folder text,
  organization text,
  vdc text,
  instance_type text,
  last_backup_at timestamptz,
  last_backup_kind text,
  last_backup_source text,
  replication text,
  agent_state text,
  tags text[],
  networks text[],
  mac_addresses macaddr[],
  addresses inet[],
  primary_address inet,
  owner_ref text,
  created_at timestamptz,
  started_at timestamptz,
  description text,
  nics jsonb,
  disks jsonb,
  raw jsonb
);

copy floor_guests (
  external_id, platform_url, known, details, details_digest, memory, evidence,
  host_external_id, cluster_external_id, type, name, power_state,
  guest_host_name, os_type, os_family, vcpus, sockets, cores_per_socket,
  memory_bytes, disk_bytes, disk_count, nic_count, bios_uuid, template, lock,
  pool, ha_state, ha_rules, folder, organization, vdc, instance_type, last_backup_at,
  last_backup_kind, last_backup_source, replication, agent_state, tags,
  networks, mac_addresses, addresses, primary_address, owner_ref, created_at,
  started_at, description, nics, disks, raw
) from stdin;

create temp table floor_difference on commit drop as
select
  coalesce(s.external_id, g.external_id) as external_id,
  case
    when g.id is null then 'created'
    when s.external_id is null then 'deleted'
    else 'changed'
  end as operation
from floor_guests s
full join (
  select * from guests where platform_id = 'fake' and deleted_at is null
) g on g.external_id = s.external_id
where g.id is null or s.external_id is null
  or (s.type, s.name, s.power_state, s.vcpus, s.memory_bytes, s.template,
      s.lock, s.pool, s.ha_state, s.ha_rules, s.folder, s.organization, s.vdc,
      s.instance_type, s.last_backup_at, s.last_backup_kind,
      s.last_backup_source, s.replication, s.tags, s.owner_ref, s.started_at,
      s.platform_url, s.details_digest, s.memory, s.evidence)
    is distinct from
     (g.type, g.name, g.power_state, g.vcpus, g.memory_bytes, g.template,
      g.lock, g.pool, g.ha_state, g.ha_rules, g.folder, g.organization, g.vdc,
      g.instance_type, g.last_backup_at, g.last_backup_kind,
      g.last_backup_source, g.replication, g.tags, g.owner_ref, g.started_at,
      g.platform_url, g.details_digest, g.memory, g.evidence)
  or s.details = 'read' and
     (s.guest_host_name, s.os_type, s.os_family, s.sockets, s.cores_per_socket,
      s.disk_bytes, s.disk_count, s.nic_count, s.bios_uuid, s.agent_state,
      s.networks, s.mac_addresses, s.addresses, s.primary_address,
      s.created_at, s.description, s.nics, s.disks)
    is distinct from
     (g.guest_host_name, g.os_type, g.os_family, g.sockets, g.cores_per_socket,
      g.disk_bytes, g.disk_count, g.nic_count, g.bios_uuid, g.agent_state,
      g.networks, g.mac_addresses, g.addresses, g.primary_address,
      g.created_at, g.description, g.nics, g.disks);
