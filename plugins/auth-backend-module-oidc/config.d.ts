export interface Config {
  /** What is Flyloft's own. */
  flyloft?: {
    /** The portal's rules on signing in. */
    signIn?: {
      /**
       * Who must have used a second factor at the identity provider. It is
       * checked at sign-in and again each time the session is renewed.
       */
      mfa?: {
        /**
         * False lets everybody in without a second factor. True if left out.
         * @visibility backend
         */
        required?: boolean;
        /**
         * The roles that need it: any of admin, it, ops, org-admin, vdc-admin,
         * engineer, viewer. If left out: admin, it and ops.
         * @visibility backend
         */
        roles?: string[];
        /** What in the identity provider's token says that a second factor was used. */
        claims?: {
          /**
           * Any of these in the claim `amr` suffices. If left out: mfa, otp and hwk.
           * @visibility backend
           */
          amr?: string[];
          /**
           * Any of these as the claim `acr` suffices. If left out: none, because
           * the same value means something else at each identity provider.
           * @visibility backend
           */
          acr?: string[];
        };
      };
    };
  };
}
