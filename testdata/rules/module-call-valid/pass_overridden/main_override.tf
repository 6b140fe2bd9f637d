module "base" {
  name = "other"
}

module "override" {
  nickname = "d"
}
