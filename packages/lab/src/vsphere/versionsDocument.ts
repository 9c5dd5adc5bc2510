const PRIOR = [
  '8.0.2.0',
  '8.0.1.0',
  '8.0.0.1',
  '7.0.3.2',
  '7.0.0.0',
  '6.7.3',
  '6.7',
  '6.5',
];

/** Where clients look which versions of the interface are spoken. */
export const versionsDocument: string =
  '<?xml version="1.0" encoding="UTF-8" ?>\n' +
  '<namespaces version="1.0">\n <namespace>\n  <name>urn:vim25</name>\n  <version>8.0.3.0</version>\n  <priorVersions>\n' +
  PRIOR.map(version => `   <version>${version}</version>\n`).join('') +
  '  </priorVersions>\n </namespace>\n</namespaces>\n';
