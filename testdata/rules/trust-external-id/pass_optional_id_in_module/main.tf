# A module asks for an external id where it is given one, and that of a credential is always one.

resource "databricks_storage_credential" "kiln" {
  name = "kiln"

  aws_iam_role {
    role_arn = "arn:aws:iam::345678901234:role/kiln"
  }
}

module "kiln" {
  source = "./role"

  name        = "kiln"
  external_id = databricks_storage_credential.kiln.aws_iam_role[0].external_id
}
