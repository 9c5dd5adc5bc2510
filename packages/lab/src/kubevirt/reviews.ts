import type { WireReply, WireRequest } from '../wire/PlatformServer.ts';
import type { Rights, Subject } from './Rights.ts';
import { json, Refusal } from './status.ts';

interface ReviewBody {
  spec?: {
    resourceAttributes?: {
      verb?: string;
      group?: string;
      resource?: string;
      subresource?: string;
      namespace?: string;
    };
  };
}

function bodyOf(request: WireRequest): ReviewBody {
  try {
    return JSON.parse(request.body.toString()) as ReviewBody;
  } catch {
    throw new Refusal(400, 'the body of the request was not JSON');
  }
}

const made = (kind: string, apiVersion: string, rest: object): WireReply =>
  json(
    { kind, apiVersion, metadata: { creationTimestamp: null }, ...rest },
    201,
  );

const AUTHENTICATION = 'authentication.k8s.io/v1';
const AUTHORIZATION = 'authorization.k8s.io/v1';

type Answer = (
  rights: Rights,
  subject: Subject,
  request: WireRequest,
) => WireReply;

const whoAmI: Answer = (_rights, subject) =>
  made('SelfSubjectReview', AUTHENTICATION, {
    status: {
      userInfo: {
        username: subject.name,
        groups: ['system:serviceaccounts', 'system:authenticated'],
      },
    },
  });

const mayI: Answer = (rights, subject, request) => {
  const { spec } = bodyOf(request);
  const {
    verb = '',
    group = '',
    resource = '',
    namespace,
  } = spec?.resourceAttributes ?? {};
  const allowed = rights.allows(subject, { verb, group, resource, namespace });
  return made('SelfSubjectAccessReview', AUTHORIZATION, {
    spec,
    status: { allowed },
  });
};

const whatMayI: Answer = (rights, subject) => {
  const verbs = ['get', 'list', 'watch'];
  const everything = { verb: 'list', group: '*', resource: '*' };
  const reads = rights.allows(subject, { ...everything, namespace: undefined });
  return made('SelfSubjectRulesReview', AUTHORIZATION, {
    status: {
      resourceRules: reads
        ? [{ verbs, apiGroups: ['*'], resources: ['*'] }]
        : [],
      nonResourceRules: [],
      incomplete: false,
    },
  });
};

const ANSWERS: Record<string, Answer> = {
  [`/apis/${AUTHENTICATION}/selfsubjectreviews`]: whoAmI,
  [`/apis/${AUTHORIZATION}/selfsubjectaccessreviews`]: mayI,
  [`/apis/${AUTHORIZATION}/selfsubjectrulesreviews`]: whatMayI,
};

/** Answers who somebody is and what they may; undefined for other paths. */
export function review(
  rights: Rights,
  subject: Subject,
  request: WireRequest,
): WireReply | undefined {
  const answer = ANSWERS[request.path];
  if (!answer) return undefined;
  const type = request.headers['content-type'] ?? 'application/json';
  // A real one reads Kubernetes' own protobuf and CBOR, too.
  if (!type.startsWith('application/json'))
    throw new Refusal(415, 'the body of the request was in an unknown format');
  if (request.method !== 'POST')
    throw new Refusal(
      405,
      'the server does not allow this method on the requested resource',
    );
  return answer(rights, subject, request);
}
