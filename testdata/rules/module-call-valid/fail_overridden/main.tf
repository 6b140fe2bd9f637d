module "left" { # expect: module-call-valid
  source = "./team"
}

module "replaced" {
  source = "./team"
  name   = "other"
}
