terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.50"
    }
  }
}

# These types are part of Terraform, whatever the provider's version.
resource "terraform_data" "edition" {
  paper   = "A3" # expect: known-schema
  trigger = "x"  # expect: known-schema

  provisioner "local-exec" {
    command = self.imprint # expect: reference-resolves
  }
}

data "terraform_remote_state" "print" {
  backend = "local"
  folder  = "x" # expect: known-schema
}

resource "terraform_dota" "edition" {} # expect: known-schema

output "edition" {
  value = terraform_data.edition.colour # expect: reference-resolves
}

# Those of the provider may be new.
resource "databricks_job" "edition" {
  name      = "edition"
  new_thing = "x" # expect: known-schema
}
