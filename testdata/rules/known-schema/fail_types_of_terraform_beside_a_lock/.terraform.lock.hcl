provider "registry.terraform.io/databricks/databricks" {
  version     = "1.999.0"
  constraints = ">= 1.50.0"
  hashes = [
    "h1:0000000000000000000000000000000000000000000=",
  ]
}
