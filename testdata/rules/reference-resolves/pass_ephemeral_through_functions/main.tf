variable "keys" {
  type      = map(string)
  ephemeral = true
}

variable "edition" {
  type      = string
  ephemeral = true
}

locals {
  papers = ["A3", "A4"]
  none   = []
}

# How many there are is no secret where only the elements are.
resource "terraform_data" "counted" {
  count = length(concat([var.edition], local.papers))
}

resource "terraform_data" "zipped" {
  count = length(zipmap(["a"], [var.edition]))
}

resource "terraform_data" "product" {
  count = length(setproduct([var.edition], local.papers))
}

# The value behind an equal key counts.
resource "terraform_data" "replaced" {
  input = zipmap(["a", "a"], [var.edition, "daily"])
}

# What is not asked for marks nothing.
resource "terraform_data" "otherwise" {
  input = lookup({ a = "daily" }, "a", var.edition)
}

resource "terraform_data" "nothing" {
  input = {
    filtered = [for paper in local.none : paper if paper != var.edition]
    keys     = { for paper in local.none : var.edition => paper }
  }
}

resource "terraform_data" "keys" {
  for_each = toset([for name, paper in { a = var.edition } : name])
}

resource "terraform_data" "can" {
  input = can(tonumber(var.edition))
}
