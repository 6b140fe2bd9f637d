# problems: a note names the unit without configuration
include "root" {
  path = find_in_parent_folders("root.hcl")
}
# Which module this is the text does not say.
terraform {
  source = "${get_repo_root()}/modules/${basename(get_terragrunt_dir())}"
}
