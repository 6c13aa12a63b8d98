/** The cheapest question: asked before a listing, for the scopes and for the state of the bucket. */
export const grantedScopes = () => `
  query GrantedScopes {
    currentAppInstallation { accessScopes { handle } }
  }`;
