resource "terraform_data" "etl" {
  input = "a"

  provisioner "local-exec" {
    when    = destroy
    command = "echo ${terraform_data.other.id}" # expect: reference-resolves
  }

  lifecycle {
    replace_triggered_by = [local.version] # expect: reference-resolves
  }
}

resource "terraform_data" "other" {}

locals {
  version = "1"
}
