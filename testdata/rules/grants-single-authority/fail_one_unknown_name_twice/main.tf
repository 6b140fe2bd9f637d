variable "workspace" {
  type = string
}

locals {
  replaced = replace("acme-${var.workspace}-cat", "-", "_")
  sorted   = sort([var.workspace, "z"])[0]
  keyed    = keys({ for name in ["${var.workspace}-x"] : name => 1 })[0]
}

resource "databricks_grants" "replaced" {
  catalog = local.replaced

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "replaced_again" {
  catalog = "acme_${replace(var.workspace, "-", "_")}_cat" # expect: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "sorted" {
  schema = "sorted.${local.sorted}"

  grant {
    principal  = "a"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "sorted_again" {
  schema = "sorted.${local.sorted}" # expect: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "keyed" {
  volume = "keyed.a.${local.keyed}"

  grant {
    principal  = "a"
    privileges = ["READ_VOLUME"]
  }
}

resource "databricks_grants" "keyed_again" {
  volume = "keyed.a.${local.keyed}" # expect: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["READ_VOLUME"]
  }
}
