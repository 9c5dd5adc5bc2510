import { Problem } from './problem.mjs';

const FULL = /ENOSPC|no space left on device|disk quota exceeded|EDQUOT/i;
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|socket hang up|RequestError|network timeout|tunneling socket|YN0035.*(?:403|407|5\d\d)|E(?:403|407|50\d)\b/i;
const CERTIFICATE =
  /CERT_|self.signed certificate|unable to (?:get|verify)[\w ]*certificate/i;
const DRIFTED = /lockfile would have been (?:modified|created)|YN0028/i;

/**
 * Turns what npm or Yarn printed into what to do about it.
 *
 * @param {string} what what was to be installed
 * @param {string} output everything the tool printed
 * @param {string} logFile where all of it can be read
 */
export function explainInstallFailure(what, output, logFile) {
  const last = output.trim().split('\n').slice(-8).join('\n');
  const seeLog = `What the tool said is in ${logFile}; its last lines:\n${last}`;
  if (FULL.test(output)) {
    return new Problem(
      `The disk ran full while ${what} was installed.`,
      `Free some space (3 GiB is enough), then start again: what is complete is kept.\n${seeLog}`,
    );
  }
  if (CERTIFICATE.test(output)) {
    return new Problem(
      `The package registry's certificate was not accepted while ${what} was installed.`,
      `Behind a proxy with its own CA, set NODE_EXTRA_CA_CERTS to the CA's file, then start again.\n${seeLog}`,
    );
  }
  if (DRIFTED.test(output)) {
    return new Problem(
      'yarn.lock does not match the package.json files.',
      `After a change of dependencies run "node .yarn/releases/yarn-4.13.0.cjs install" once.\n${seeLog}`,
    );
  }
  if (UNREACHABLE.test(output)) {
    return new Problem(
      `The package registry could not be reached while ${what} was installed.`,
      'Check the network (and HTTPS_PROXY, if you need one). A mirror is taken from npm: "npm config set registry <address>". ' +
        `Then start again: what is complete is kept.\n${seeLog}`,
    );
  }
  return new Problem(`Installing ${what} failed.`, seeLog);
}
