terraform {
  required_providers {
    databricks = {
      source = "example.com/databricks/databricks"
    }
  }
}

ephemeral "databricks_token" "of_another_provider" {
}

ephemeral "random_password" "secret" {
  length = 8
}
