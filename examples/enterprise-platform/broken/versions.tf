# The platform of ../clean with the mistakes that were made on the way there. Each line that must be reported names its
# rule in a comment.

terraform {
  required_version = ">= 1.9"

  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.126"
    }
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }

  # Values come from the pipeline: terraform init -backend-config=backend/prod.hcl
  backend "s3" {
    key          = "databricks/enterprise-platform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
