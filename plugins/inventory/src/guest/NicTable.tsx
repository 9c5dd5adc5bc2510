import { Link } from '@backstage/ui';
import type {
  GuestDetail,
  Nic,
  NicAddress,
} from '@flyloft/plugin-inventory-common';
import { Copyable, FactTable, Section } from '@flyloft/ui-kit';
import { configurationKnown } from '../guests/configuration';
import { listWhere, where } from '../paths';
import { InfrastructureLink } from '../platforms/InfrastructureLink';
import styles from './guest.module.css';

const sources: Record<NicAddress['source'], string> = {
  agent: 'reported from inside by the guest agent',
  configured: 'configured on the platform',
  interface: 'read from the interface by the platform',
};

/** A guest's network interfaces with their networks, VLANs and addresses. */
export function NicTable({ guest }: { guest: GuestDetail }) {
  return (
    <Section
      title={
        configurationKnown(guest)
          ? `Network interfaces (${guest.nics.length})`
          : 'Network interfaces'
      }
    >
      {guest.nics.length === 0 ? (
        <span className={styles.quiet}>
          {configurationKnown(guest)
            ? 'It has no network interface.'
            : 'Not known: its configuration could not be read yet.'}
        </span>
      ) : (
        <FactTable label="Network interfaces">
          <thead>
            <tr>
              <th scope="col">NIC</th>
              <th scope="col">Addresses</th>
              <th scope="col">Network</th>
              <th scope="col">VLAN</th>
              <th scope="col">MAC</th>
              <th scope="col">Model</th>
            </tr>
          </thead>
          <tbody>
            {guest.nics.map(nic => (
              <NicRow key={nic.key} nic={nic} platformId={guest.platformId} />
            ))}
          </tbody>
        </FactTable>
      )}
    </Section>
  );
}

function NicRow({ nic, platformId }: { nic: Nic; platformId: string }) {
  return (
    <tr>
      <td>
        {nic.key}
        {nic.name && nic.name !== nic.key && (
          <span className={styles.quiet}> {nic.name}</span>
        )}
        {nic.connected === false && (
          <div className={styles.quiet}>disconnected</div>
        )}
      </td>
      <td>
        {nic.addresses.length === 0 && (
          <span className={styles.quiet}>none seen</span>
        )}
        {nic.addresses.map(address => (
          <AddressLine key={address.address} address={address} />
        ))}
      </td>
      <td>
        {nic.network ? (
          <InfrastructureLink
            href={listWhere('networks', [
              where('platformId', 'eq', platformId),
              where('name', 'eq', nic.network),
            ])}
          >
            {nic.network}
          </InfrastructureLink>
        ) : (
          '–'
        )}
      </td>
      <td>{vlanWords(nic)}</td>
      <td>{nic.macAddress ? <Copyable value={nic.macAddress} mono /> : '–'}</td>
      <td>{nic.model ?? '–'}</td>
    </tr>
  );
}

function AddressLine({ address }: { address: NicAddress }) {
  const withPrefix =
    address.prefixLength === null
      ? address.address
      : `${address.address}/${address.prefixLength}`;
  return (
    <div className={styles.address} title={sources[address.source]}>
      <Copyable value={address.address} mono>
        {withPrefix}
      </Copyable>
      {address.duplicate && (
        <Link
          className={styles.duplicate}
          href={listWhere('addresses', [
            where('address', 'eq', address.address),
          ])}
        >
          ⚠ also on another guest
        </Link>
      )}
    </div>
  );
}

function vlanWords(nic: Nic): string {
  if (nic.vlanMode === 'trunk') return `trunk ${nic.trunks ?? ''}`.trim();
  return nic.vlanTag === null ? 'untagged' : `${nic.vlanTag}`;
}
