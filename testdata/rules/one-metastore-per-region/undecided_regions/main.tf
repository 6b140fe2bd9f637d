variable "first" {
  type = string
}

variable "second" {
  type = string
}

variable "copies" {
  type = number
}

variable "extra" {
  type = bool
}

resource "databricks_metastore" "first" {
  name   = "first"
  region = var.first
}

resource "databricks_metastore" "second" {
  name   = "second"
  region = var.second # undecided: one-metastore-per-region
}

resource "databricks_metastore" "unsaid" { # undecided: one-metastore-per-region
  name = "unsaid"
}

resource "databricks_metastore" "many" {
  count  = var.copies
  name   = "many-${count.index}"
  region = "us-east-1" # undecided: one-metastore-per-region
}
