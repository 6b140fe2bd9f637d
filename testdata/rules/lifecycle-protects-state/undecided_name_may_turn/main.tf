# `var.stage` can be `non` or `pre`, which makes another environment of it.

variable "stage" {
  type = string
}

resource "databricks_catalog" "turned" {
  name          = "${var.stage}_prod"
  force_destroy = true # undecided: lifecycle-protects-state
}
