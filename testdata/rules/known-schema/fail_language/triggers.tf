resource "terraform_data" "list" {
  count = 2
  lifecycle {
    replace_triggered_by = terraform_data.new # expect: known-schema
  }
}

resource "terraform_data" "sum" {
  count = 2
  lifecycle {
    replace_triggered_by = [terraform_data.list[count.index + 1]] # expect: known-schema
  }
}
