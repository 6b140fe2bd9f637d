provider "registry.terraform.io/databricks/databricks" {
  version     = "1.40.0"
  constraints = ">= 1.30.0"
  hashes = [
    "h1:0000000000000000000000000000000000000000000=",
  ]
}
