import { useState } from 'react';
import { TextField } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  machineDecidePermission,
  type MachinePair,
  type MachineVerdict,
} from '@flyloft/plugin-inventory-common';
import { ConfirmButton } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { evidenceWords } from './evidenceWords';

const choices: Record<MachineVerdict, MachineVerdict[]> = {
  undecided: ['same', 'different'],
  same: ['undecided'],
  different: ['undecided'],
};

const labels: Record<MachineVerdict, string> = {
  same: 'Same machine',
  different: 'Different machines',
  undecided: 'Take back',
};

const consequences: Record<MachineVerdict, string> = {
  same: 'Both pages then name the other as a sighting of one machine. Each guest keeps its facts, its history and its row in lists.',
  different:
    'They are then offered no more, whatever they have in common. You can take it back.',
  undecided:
    'They are then offered again, as long as they have something in common.',
};

/** The ways on with a pair: decide, or take the decision back, with a reason. */
export function DecideMachine(props: {
  pair: MachinePair;
  onDecided: () => void;
}) {
  const right = usePermission({ permission: machineDecidePermission });
  // Said too early, a refusal would be taken back a moment later.
  if (right.loading) return null;
  const refusal = right.allowed
    ? undefined
    : `Your roles do not include deciding this (${machineDecidePermission.name}).`;
  return choices[props.pair.verdict].map(verdict => (
    <DecideButton
      key={verdict}
      pair={props.pair}
      verdict={verdict}
      refusal={refusal}
      onDecided={props.onDecided}
    />
  ));
}

function DecideButton(props: {
  pair: MachinePair;
  verdict: MachineVerdict;
  refusal: string | undefined;
  onDecided: () => void;
}) {
  const { pair, verdict } = props;
  const inventory = useApi(inventoryApiRef);
  const [reason, setReason] = useState('');
  return (
    <ConfirmButton
      label={labels[verdict]}
      title={`${labels[verdict]}: ${pair.left.name} on ${pair.left.platformId}, ${pair.right.name} on ${pair.right.platformId}`}
      refusal={props.refusal}
      missing={reason.trim() === '' ? 'Say why in a few words.' : undefined}
      onConfirm={async () => {
        await inventory.decideMachinePair(pair.id, { verdict, reason });
        props.onDecided();
      }}
    >
      <p>In common: {evidenceWords(pair)}.</p>
      <p>{consequences[verdict]}</p>
      <TextField
        label="Reason"
        isRequired
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </ConfirmButton>
  );
}
