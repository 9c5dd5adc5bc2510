import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import { Button } from '@backstage/ui';
import {
  personFacts,
  siteRolesManagePermission,
  siteUsersReadPermission,
  type Person,
} from '@flyloft/plugin-site-common';
import {
  ActionButton,
  EmptyState,
  ListTable,
  PageFrame,
  RelativeTime,
  useList,
  type ListColumn,
} from '@flyloft/ui-kit';
import { siteApiRef } from '../api/siteApi';
import { useRefusal } from '../useRefusal';
import { GrantDialog } from './GrantDialog';
import { RolesDialog } from './RolesDialog';
import { throughWords } from './roleWords';
import styles from './users.module.css';

/** Who there is, which roles they hold and through what, and when they came last. */
export function UsersPage() {
  const site = useApi(siteApiRef);
  const [open, setOpen] = useState<{ subject: string } | 'roles'>();
  const refusal = useRefusal(
    siteRolesManagePermission as BasicPermission,
    'granting roles',
  );
  const list = useList<Person>({
    facts: personFacts,
    ask: (query, signal) => site.listPeople(query, { signal }),
  });
  const close = () => setOpen(undefined);
  const reload = () => list.answer.reload();
  const grantTo = (subject: string) => setOpen({ subject });
  return (
    <PageFrame
      fill
      title="Users"
      actions={
        <div className={styles.buttons}>
          <Button
            size="small"
            variant="secondary"
            onPress={() => setOpen('roles')}
          >
            Who holds which role
          </Button>
          <ActionButton
            size="small"
            variant="primary"
            refusal={refusal}
            onPress={() => grantTo('')}
          >
            Grant a role
          </ActionButton>
        </div>
      }
    >
      <ListTable
        what="users"
        list={list}
        columns={columnsFor(grantTo, refusal)}
        searchPlaceholder="Name or e-mail"
        quickFacts={['roles', 'known']}
        permission={siteUsersReadPermission.name}
        empty={
          <EmptyState title="No users yet">
            Whom the directory import reads is listed here, with their roles.
          </EmptyState>
        }
      />
      {open === 'roles' && (
        <RolesDialog refusal={refusal} onClose={close} onChange={reload} />
      )}
      {typeof open === 'object' && (
        <GrantDialog
          subject={open.subject}
          onClose={close}
          onGranted={reload}
        />
      )}
    </PageFrame>
  );
}

function columnsFor(
  grantTo: (subject: string) => void,
  refusal: string | undefined,
): readonly ListColumn<Person>[] {
  return [
    {
      id: 'name',
      width: 12,
      narrow: 'title',
      cell: ({ name, id, known }) => (
        <span title={id}>{known ? name : `${name} (no longer there)`}</span>
      ),
    },
    {
      id: 'ref',
      label: 'In the catalog',
      width: 13,
      optional: true,
      cell: ({ known, id }) => (known ? id : 'no longer there'),
    },
    {
      id: 'email',
      label: 'E-mail',
      width: 15,
      cell: ({ email }) => email ?? '–',
    },
    {
      id: 'roles',
      label: 'Roles',
      narrow: 'detail',
      cell: person => <Roles person={person} />,
    },
    {
      id: 'lastSeenAt',
      label: 'Last seen',
      width: 6.5,
      narrow: 'detail',
      cell: ({ lastSeenAt }) =>
        lastSeenAt ? (
          <RelativeTime at={lastSeenAt} />
        ) : (
          <span title="In no session that is kept">not lately</span>
        ),
    },
    {
      id: 'multiFactor',
      label: 'Second factor',
      width: 8,
      cell: ({ multiFactor }) => {
        if (multiFactor === null) return '–';
        return multiFactor ? 'yes' : 'no';
      },
    },
    {
      id: 'openSessions',
      label: 'Open sessions',
      width: 8,
      align: 'end',
      cell: ({ openSessions }) => openSessions,
    },
    {
      id: 'action',
      label: 'Action',
      width: 5.5,
      cell: ({ known, id }) =>
        known ? (
          <ActionButton
            size="small"
            variant="secondary"
            refusal={refusal}
            onPress={() => grantTo(id)}
          >
            Grant
          </ActionButton>
        ) : (
          '–'
        ),
    },
  ];
}

function Roles({ person: { id, roles } }: { person: Person }) {
  if (roles.length === 0) return <>none</>;
  return (
    <ul className={styles.roles}>
      {roles.map(each => (
        <li key={`${each.role} ${each.through} ${each.source}`}>
          {each.role}{' '}
          <span className={styles.quiet}>{throughWords(each, id)}</span>
        </li>
      ))}
    </ul>
  );
}
