resource "terraform_data" "count_last" {
  for_each = toset(["a"]) # expect: known-schema
  count    = 1
}

# problems: without the count it would be right.
resource "terraform_data" "each" {
  for_each = toset(["a"]) # expect: known-schema
  input    = 1
  count    = length(each.key)
}

data "databricks_group" "count_first" {
  count        = 1
  display_name = "a"
  for_each     = toset(["a"]) # expect: known-schema
}

module "m" {
  for_each = toset(["a"]) # expect: known-schema
  source   = "./m"
  count    = 1
}

ephemeral "random_password" "short" {
  for_each = toset(["a"]) # expect: known-schema
  count    = 1
  length   = 8
}
