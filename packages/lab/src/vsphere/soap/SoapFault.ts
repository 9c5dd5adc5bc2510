/** A method refused by vCenter, by the fault's name. */
export class SoapFault extends Error {
  readonly fault: string;

  constructor(fault: string, message: string) {
    super(message);
    this.fault = fault;
  }
}

export const notAuthenticated = () =>
  new SoapFault('NotAuthenticated', 'The session is not authenticated.');

export const notFound = (id: string) =>
  new SoapFault(
    'ManagedObjectNotFound',
    `The object '${id}' has already been deleted or has not been completely created`,
  );

export const invalidArgument = (what: string) =>
  new SoapFault(
    'InvalidArgument',
    `A specified parameter was not correct: ${what}`,
  );
