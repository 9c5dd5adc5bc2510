import { isProxmoxFailure, ProxmoxError } from '../client/ProxmoxError';
import type { HaGroup, HaPlacement, HaRule } from '../wire/haAnswers';
import type { GuestRow } from '../wire/resources';

/** In which groups or rules of high availability each guest is, in words. */
export class HaRulePicture {
  private readonly words = new Map<string, string[]>();

  /** @param placement - null when the cluster did not tell. */
  constructor(private readonly placement: HaPlacement | null) {
    if (placement?.kind === 'groups') this.addGroups(placement);
    for (const rule of placement?.kind === 'rules' ? placement.rules : []) {
      if (!rule.disable) this.addRule(rule);
    }
  }

  /** Null is in none, undefined is not told. */
  of(row: Pick<GuestRow, 'vmid' | 'type'>): string | null | undefined {
    if (!this.placement) return undefined;
    const words = this.words.get(
      `${row.type === 'qemu' ? 'vm' : 'ct'}:${row.vmid}`,
    );
    return words ? [...words].sort().join('; ') : null;
  }

  private addGroups(placement: HaPlacement & { kind: 'groups' }): void {
    const groups = new Map(placement.groups.map(each => [each.group, each]));
    for (const { sid, group } of placement.resources) {
      if (sid && group) this.add(sid, groupWords(group, groups.get(group)));
    }
  }

  private addRule(rule: HaRule): void {
    const members = listOf(rule.resources);
    for (const sid of members) {
      const words = ruleWords(
        rule,
        members.filter(other => other !== sid),
      );
      if (words) this.add(sid, words);
    }
  }

  private add(sid: string, words: string): void {
    this.words.set(sid, [...(this.words.get(sid) ?? []), words]);
  }
}

/** Nothing else hangs on it: where it can't be read, the last words stay. */
export async function readHaRules(
  question: Promise<HaPlacement>,
): Promise<HaRulePicture> {
  try {
    return new HaRulePicture(await question);
  } catch (error) {
    if (!(error instanceof ProxmoxError)) throw error;
    if (isProxmoxFailure(error, 'unauthenticated', 'untrusted')) throw error;
    return new HaRulePicture(null);
  }
}

function groupWords(name: string, group: HaGroup | undefined): string {
  if (!group) return name;
  return `${name}: ${placeWords(group.nodes, group.restricted)}`;
}

function ruleWords(rule: HaRule, others: string[]): string | null {
  const name = rule.rule ?? 'rule';
  if (rule.type === 'node-affinity') {
    return `${name}: ${placeWords(rule.nodes, rule.strict)}`;
  }
  // A rule about a guest alone keeps it from nobody.
  if (rule.type !== 'resource-affinity' || others.length === 0) return null;
  const together = rule.affinity === 'positive';
  return `${name}: ${together ? 'together with' : 'apart from'} ${someOf(others)}`;
}

/** `pve1:2,pve2`, where the number is a priority. */
function placeWords(nodes: string | undefined, only?: boolean): string {
  const names = listOf(nodes).map(each => each.split(':')[0]!);
  return `${only ? 'only' : 'rather'} on ${someOf(names)}`;
}

const listOf = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '');

const mostNamed = 8;

function someOf(names: string[]): string {
  const more = names.length - mostNamed;
  const shown = names.slice(0, mostNamed).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
