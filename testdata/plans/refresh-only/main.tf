# A refresh-only plan lists no resources: what is there stands in `prior_state` alone, and what is configured and not
# applied yet (`new`) stands nowhere.
resource "terraform_data" "kept" {
  input = "kept"
}

resource "terraform_data" "each" {
  for_each = toset(["a", "b"])
  input    = each.key
}

resource "terraform_data" "new" {
  input = terraform_data.kept.id
}
