terraform {
  required_providers {
    # Workspace level: credentials and locations are made through a workspace of the metastore.
    databricks = {
      source = "databricks/databricks"
    }
    aws = {
      source = "hashicorp/aws"
    }
    time = {
      source = "hashicorp/time"
    }
  }
}
