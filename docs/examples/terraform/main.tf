terraform {
  required_providers {
    keycloak = {
      source = "keycloak/keycloak"
    }
  }
}

variable "magento_client_secret" {
  type      = string
  sensitive = true
}

resource "keycloak_realm" "staff" {
  realm = "staff"

  # Has the set-up make flows, required actions, roles, client and client scope when the realm is created.
  attributes = {
    "magento.setup" = "on-import"
  }
}

resource "keycloak_oidc_identity_provider" "magento" {
  realm       = keycloak_realm.staff.id
  alias       = "magento"
  provider_id = "magento"

  display_name                  = "Magento.com"
  store_token                   = false
  first_broker_login_flow_alias = "magento first broker login"
  post_broker_login_flow_alias  = "magento post broker login"
  sync_mode                     = "IMPORT"

  issuer            = "https://account.magento.com"
  authorization_url = "https://account.magento.com/applications/customer/login/"
  token_url         = "https://account.magento.com/token"
  client_id         = "staff"
  client_secret     = var.magento_client_secret
  default_scopes    = "openid profile email"

  extra_config = {
    showInAccountConsole = "NEVER"
    linkReportOnly       = "true"
    linkEnforceFrom      = "2027-04-01T00:00:00Z"
  }
}

resource "keycloak_custom_identity_provider_mapper" "department" {
  realm                    = keycloak_realm.staff.id
  name                     = "department"
  identity_provider_alias  = keycloak_oidc_identity_provider.magento.alias
  identity_provider_mapper = "oidc-user-attribute-idp-mapper"

  extra_config = {
    syncMode         = "INHERIT"
    claim            = "department"
    "user.attribute" = "department"
  }
}
