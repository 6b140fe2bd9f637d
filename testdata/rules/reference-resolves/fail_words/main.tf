variable "region" {
  type = string
}

resource "terraform_data" "each" {
  for_each = toset(["a", "b"])
  input    = each # expect: reference-resolves
}

resource "terraform_data" "key" {
  for_each = toset(["a", "b"])
  input    = each["key"] # expect: reference-resolves
}

resource "terraform_data" "of_key" {
  for_each = toset(["a", "b"])
  input    = each.key.name # expect: reference-resolves
}

resource "terraform_data" "count" {
  count = 2
  input = count # expect: reference-resolves
}

resource "terraform_data" "of_index" {
  count = 2
  input = count.index.name # expect: reference-resolves
}

resource "terraform_data" "path" {
  input = path # expect: reference-resolves
}

resource "terraform_data" "of_path" {
  input = path.module.name # expect: reference-resolves
}

# Names that lead nowhere are no errors that `try` catches.
resource "terraform_data" "caught" {
  input = [
    try(path, ""),                    # expect: reference-resolves
    try(terraform["workspace"], ""),  # expect: reference-resolves
    try(var["region"], ""),           # expect: reference-resolves
    try(local, ""),                   # expect: reference-resolves
    try(module["one"], ""),           # expect: reference-resolves
    try(data.terraform_data, ""),     # expect: reference-resolves
    try(terraform_data["path"], ""),  # expect: reference-resolves
    try(template.region, ""),         # expect: reference-resolves
    try(output.region, ""),           # expect: reference-resolves
    try(module.one["a"]["name"], ""), # expect: reference-resolves
  ]
}

module "one" {
  source   = "./m"
  for_each = toset(["a"])
}

# What `for` calls by such a word is no such word.
output "for" {
  value = [for path in [var.region] : path]
}

output "of_value" {
  value = try(path.module.name, "none")
}

output "action" {
  value = action.none.id # expect: reference-resolves
}

output "list" {
  value = list.none # expect: reference-resolves
}

output "applying" {
  value = terraform.applying # expect: reference-resolves
}
