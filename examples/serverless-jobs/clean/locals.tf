locals {
  # The pipeline deploys files of a release under one path that only its service principal can write.
  source_root = "/Workspace/Production/etl/${var.release}"
  library_dir = "/Volumes/${var.environment}_platform/libs/packages"

  our_wheel = "${local.library_dir}/acme_etl-${var.release}-py3-none-any.whl"

  tags = {
    environment = var.environment
    owner       = "data-platform"
  }
}
