# The module is given none.

resource "databricks_storage_credential" "kiln" {
  name = "kiln"

  aws_iam_role {
    role_arn = "arn:aws:iam::345678901234:role/kiln"
  }
}

module "kiln" {
  source = "./role"

  name = "kiln"
}
