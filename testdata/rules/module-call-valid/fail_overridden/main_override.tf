module "left" {
  name = "data"
}

module "replaced" {
  name = "data"
}
