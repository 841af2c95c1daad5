"""What every part of the GraphQL door stands on; the types themselves live in each app's `schema`."""
