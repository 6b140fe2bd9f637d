provider "registry.terraform.io/databricks/databricks" {
  version     = "1.104.0"
  constraints = "~> 1.100"
  hashes = [
    "h1:0000000000000000000000000000000000000000000=",
  ]
}
