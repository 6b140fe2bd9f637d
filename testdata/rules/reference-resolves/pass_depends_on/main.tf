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

# What waits for itself waits for nothing.
resource "terraform_data" "itself" {
  count      = 2
  depends_on = [terraform_data.itself, terraform_data.itself[0]]
}

data "databricks_group" "itself" {
  display_name = "itself"
  depends_on   = [data.databricks_group.itself]
}
