terraform {
  backend "nowhere" {}
}
