terraform {
  backend "local" { # expect: known-schema
  }
  cloud {
    organization = "acme"
    workspaces {
      name = "data"
    }
  }
}

data "terraform_remote_state" "nowhere" {
  backend = "nowhere" # expect: known-schema
}

data "terraform_remote_state" "local" {
  backend = "local"
  config = { # expect: known-schema
    paht = "terraform.tfstate"
  }
}

data "terraform_remote_state" "bucket" {
  backend = "s3"
  config = { # expect: known-schema
    bucket = "states"
  }
}

data "terraform_remote_state" "list" {
  backend = "s3"
  config = { # expect: known-schema
    bucket = "states"
    key    = ["terraform.tfstate"]
  }
}

data "terraform_remote_state" "workspaces" {
  backend = "remote"
  config = { # expect: known-schema
    organization = "acme"
    workspaces   = { name = "data", prefix = "data-" }
  }
}
