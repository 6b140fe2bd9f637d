# problems: where these lead cannot be told either

variable "edition" {
  type    = string
  default = "daily"
}

locals {
  paper = { size = "A3" }
}

module "sum" {
  source = "./press${"x" + 1}" # expect: reference-resolves
}

module "function" {
  source = prnt("./press") # expect: reference-resolves
}

module "branches" {
  source = true ? ["./press"] : "./press" # expect: reference-resolves
}

module "attribute" {
  source = "./press-${local.paper.sise}" # expect: reference-resolves
}

module "nothing" {
  source = "./press/${null}" # expect: reference-resolves
}

module "version" {
  source  = "acme/press/databricks"
  version = ">= ${var.edition - "a"}" # expect: reference-resolves
}

# One that is not known yet has a value once it is.
variable "directory" {
  type = string
}

module "later" {
  source = "./${var.directory}"
}
