terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "1.117.0"
    }
  }
}

variable "domains" {
  type = map(object({ owners = string, readers = list(object({ name = string })) }))
}

locals {
  owners = { for name, domain in var.domains : name => domain }
}

# No provider has a part in what a variable of the root holds.
resource "databricks_schema" "domain" {
  for_each     = local.owners
  catalog_name = "main"
  name         = each.key
  comment      = each.value.owner # expect: reference-resolves
}

resource "databricks_grants" "domain" {
  for_each = var.domains
  schema   = "main.${each.key}"

  dynamic "grant" {
    for_each = each.value.readers
    content {
      principal  = grant.value.group # expect: reference-resolves
      privileges = ["USE_SCHEMA"]
    }
  }
}

output "owners" {
  value = { for name, domain in var.domains : name => domain.contact } # expect: reference-resolves
}

# A version that is not described may give a schema a page.
output "pages" {
  value = { for name, schema in { for key, made in databricks_schema.domain : key => made if length(key) > 2 } : name => schema.page } # expect: reference-resolves
}
