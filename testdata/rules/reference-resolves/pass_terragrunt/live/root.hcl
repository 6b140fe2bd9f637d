generate "account_provider" {
  path      = "account-provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<EOF
provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}
EOF
}
