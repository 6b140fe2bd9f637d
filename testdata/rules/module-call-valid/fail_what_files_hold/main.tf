module "team" {
  source   = "./team"
  for_each = yamldecode(file("${path.module}/teams.yaml"))
  settings = each.value # expect: module-call-valid
}
