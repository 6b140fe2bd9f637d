variable "env" {
  type = string
}

resource "databricks_catalog" "main" {
  name = "${var.env}_main"
}

module "reader" {
  source  = "./grants"
  catalog = databricks_catalog.main.id
}

module "writer" {
  source  = "./grants"
  catalog = "${var.env}_main"
}
