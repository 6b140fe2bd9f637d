terraform {
  required_version = ">= 1.9"

  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.126"
    }
  }

  # Bucket and region come from the pipeline: terraform init -backend-config=backend/prod.hcl
  backend "s3" {
    key          = "databricks/serverless-jobs.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
