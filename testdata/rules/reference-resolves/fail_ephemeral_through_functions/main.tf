variable "keys" {
  type      = map(string)
  ephemeral = true
}

variable "editions" {
  type      = list(string)
  ephemeral = true
}

variable "edition" {
  type      = string
  ephemeral = true
}

variable "number" {
  type      = number
  ephemeral = true
}

locals {
  papers = ["A3", "A4"]
  inks   = { black = "K", cyan = "C" }
}

# Keys and elements of what is ephemeral are.
resource "terraform_data" "by_key" {
  for_each = toset(keys(var.keys)) # expect: reference-resolves
}

resource "terraform_data" "by_edition" {
  for_each = setunion(toset(["daily"]), [for edition in var.editions : lower(edition)]) # expect: reference-resolves
}

resource "terraform_data" "counted" {
  count = length(distinct(concat(local.papers, var.editions))) # expect: reference-resolves
}

resource "terraform_data" "counted_parts" {
  count = length(compact([var.edition])) # expect: reference-resolves
}

# What chooses from a collection marks the result.
resource "terraform_data" "lookup" {
  input = lookup(local.inks, var.edition, "K") # expect: reference-resolves
}

resource "terraform_data" "element" {
  input = element(local.papers, var.number) # expect: reference-resolves
}

resource "terraform_data" "filter" {
  input = [for paper in local.papers : paper if paper != var.edition] # expect: reference-resolves
}

resource "terraform_data" "object" {
  input = { for paper in local.papers : "${paper}-${var.edition}" => 1 } # expect: reference-resolves
}

resource "terraform_data" "zipmap" {
  input = zipmap(["a", "b"], ["x", var.keys["a"]]) # expect: reference-resolves
}

resource "terraform_data" "matched" {
  input = matchkeys(local.papers, [var.edition, "late"], ["daily"]) # expect: reference-resolves
}

resource "terraform_data" "path" {
  input = basename(dirname(var.edition)) # expect: reference-resolves
}

resource "terraform_data" "file" {
  input = fileexists("${path.module}/${var.edition}") # expect: reference-resolves
}
