include "root" {
  path = find_in_parent_folders()
}

terraform {
  source = "../../../modules//domain"
}

inputs = {
  name         = "prod_jobs"
  storage_root = "s3://acme-jobs/managed"
}
