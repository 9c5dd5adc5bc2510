import { cutMark } from '@flyloft/plugin-inventory-node';

// What guests are given at their first start: passwords in clear, as a rule.
const userDataKeys = new Set([
  'userData',
  'userDataBase64',
  'networkData',
  'networkDataBase64',
  'sysprep',
  'accessCredentials',
]);

// Says who set which field, and holds the names of them all: half of an object.
const droppedKeys = new Set(['managedFields']);

/** An annotation that keeps a whole object as text, user data included. */
const keepsObject = /^\s*[[{]/;

/**
 * Cuts user data out of an object fresh from the wire, in place: nothing that
 * comes after this has ever seen it. Annotations that hold JSON go as well,
 * since `kubectl apply` keeps the whole object in one.
 */
export function cutUserData<T>(object: T): T {
  cut(object);
  return object;
}

function cut(value: unknown): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    value.forEach(cut);
    return;
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    if (droppedKeys.has(key)) delete record[key];
    else if (userDataKeys.has(key)) record[key] = cutMark;
    else if (key === 'annotations') record[key] = cutAnnotations(record[key]);
    else cut(record[key]);
  }
}

function cutAnnotations(annotations: unknown): unknown {
  if (annotations === null || typeof annotations !== 'object') return {};
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [
      key,
      typeof value === 'string' && !keepsObject.test(value) ? value : cutMark,
    ]),
  );
}
