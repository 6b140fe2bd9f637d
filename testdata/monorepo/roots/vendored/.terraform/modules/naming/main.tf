terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "domain" {
  type = string
}

module "labels" {
  source = "./modules/labels"

  domain = var.domain
}

resource "databricks_catalog" "this" {
  name       = "prod_${var.domain}"
  properties = module.labels.labels
}

output "catalog" {
  value = databricks_catalog.this.name
}
