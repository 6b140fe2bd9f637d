variable "workspaces" {
  type = map(string)
}

module "workspace" {
  source   = "./workspace"
  for_each = var.workspaces
  name     = each.key
  region   = each.value
}
