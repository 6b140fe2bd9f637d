terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

ephemeral "databricks_token" "short" { # expect: known-schema
}

ephemeral "terraform_data" "built_in" { # expect: known-schema
}

ephemeral "any_name" "of_databricks" { # expect: known-schema
  provider = databricks.account
}

provider "databricks" {
  alias = "account"
}
