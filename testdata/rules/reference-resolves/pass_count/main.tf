variable "flag" {
  type = bool
}

variable "number" {
  type = number
}

variable "any" {}

# A run may give it another value; that a plan without one is refused is in the problems.
# problems
variable "null" {
  default = null
}

resource "terraform_data" "text" {
  count = "2"
}

resource "terraform_data" "sensitive" {
  count = sensitive(1)
}

# Which case holds is not known.
resource "terraform_data" "case" {
  count = var.flag ? -1 : 1
}

resource "terraform_data" "null_in_a_case" {
  count = var.flag ? null : 1
}

resource "terraform_data" "any" {
  count = var.any
}

resource "terraform_data" "null" {
  count = var.null
}

resource "terraform_data" "number" {
  count = max(var.number, 1) - 5
}

resource "terraform_data" "of_a_resource" {
  count = terraform_data.text[0].id
}

resource "terraform_data" "map_of_null" {
  for_each = { a = null }
}

resource "terraform_data" "without_null" {
  for_each = toset(compact(["a", null]))
}
