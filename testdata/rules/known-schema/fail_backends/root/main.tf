terraform {
  backend "nowhere" {} # expect: known-schema
}
