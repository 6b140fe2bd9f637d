module "team" {
  source = "./team"
  name   = "x"
}
