output "name" { # expect: known-schema
  description = "a name"
}

output "ephemeral" { # expect: known-schema
  value     = 1
  ephemeral = true
}

resource "terraform_data" "both" {
  count    = 1
  for_each = toset(["a"]) # expect: known-schema
}

resource "terraform_data" "new" {}

resource "terraform_data" "old" {}

moved { # expect: known-schema
  from = terraform_data.old
  to   = terraform_data.new
}
