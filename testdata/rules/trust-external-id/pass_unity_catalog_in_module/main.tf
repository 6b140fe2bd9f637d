# Roles of Unity Catalog, made for each domain; the self-assume statement asks for no id.
variable "aws_account_id" {
  type = string
}

module "domain" {
  source         = "./domain"
  for_each       = toset(["sales", "finance"])
  name           = each.key
  aws_account_id = var.aws_account_id
}
