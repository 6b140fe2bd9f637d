terraform {
  required_version = null
  backend "local" {}
}

resource "terraform_data" "all" {
  lifecycle {
    ignore_changes = all
  }
}

resource "terraform_data" "parts" {
  lifecycle {
    ignore_changes = [input["a"].b[0].c, "triggers_replace"]
  }
}

moved {
  from = terraform_data.a
  to   = terraform_data.b
}

moved {
  from = terraform_data.b
  to   = terraform_data.parts
}

moved {
  from = terraform_data.all[0]
  to   = terraform_data.all
}
