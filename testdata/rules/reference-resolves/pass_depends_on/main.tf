module "team" {
  source   = "./team"
  for_each = toset(["data"])
}

# Terraform looks at the module alone.
resource "terraform_data" "after" {
  depends_on = [module.team.group, module.team["data"].group]
}

output "after" {
  value      = terraform_data.after.id
  depends_on = [module.team.group]
}
