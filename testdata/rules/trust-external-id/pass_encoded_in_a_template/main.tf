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

locals {
  principals = [
    "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL",
    "arn:aws:iam::123456789012:root",
  ]
}

resource "aws_iam_role" "uc" {
  name               = "uc"
  assume_role_policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": { "AWS": ${jsonencode(local.principals)} },
        "Condition": {
          "StringEquals": {
            "sts:ExternalId": ${jsonencode(databricks_storage_credential.uc.aws_iam_role[0].external_id)}
          }
        }
      }]
    }
  EOT
}
