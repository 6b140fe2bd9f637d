# The document is a file beside the module.
resource "aws_iam_role" "workspace" {
  name               = "workspace"
  assume_role_policy = file("${path.module}/trust.json") # expect: trust-external-id
}

resource "aws_iam_role" "templated" {
  name               = "templated"
  assume_role_policy = templatefile("${path.module}/trust.json.tftpl", { account = "170661010020", partition = "aws-us-gov" }) # expect: trust-external-id
}

resource "aws_iam_role" "merged" {
  name               = "merged"
  assume_role_policy = data.aws_iam_policy_document.merged.json # expect: trust-external-id
}

data "aws_iam_policy_document" "merged" {
  source_policy_documents = [file("${path.module}/trust.json")]

  statement {
    sid     = "Ec2"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
