resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc"
  }
}

resource "databricks_storage_credential" "other" {
  name = "other"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/other"
  }
}

resource "aws_iam_role" "uc" {
  name               = "uc"
  assume_role_policy = templatefile("trust.json.tftpl", { id = databricks_storage_credential.other.aws_iam_role[0].external_id }) # expect: trust-external-id
}
