// Prints what the provider asks of arguments beside its schema, as JSON, one entry an argument.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"

	"github.com/databricks/terraform-provider-databricks/common"
	"github.com/databricks/terraform-provider-databricks/internal/providers/pluginfw"
	"github.com/databricks/terraform-provider-databricks/internal/providers/sdkv2"
	"github.com/hashicorp/go-cty/cty"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

type argument struct {
	Mode         string   `json:"mode"`
	Type         string   `json:"type"`
	Path         string   `json:"path"`
	ExactlyOneOf []string `json:"exactly_one_of,omitempty"`
	AtLeastOneOf []string `json:"at_least_one_of,omitempty"`
	Conflicts    []string `json:"conflicts_with,omitempty"`
	RequiredWith []string `json:"required_with,omitempty"`
	// What the provider says of a value that nothing takes.
	Says []string `json:"says,omitempty"`
	// Whether it takes the values that it names in letters of the other case.
	AnyCase bool `json:"any_case,omitempty"`
	// How many elements a list takes that is no block; 0 where there is no bound.
	Least int `json:"least,omitempty"`
	Most  int `json:"most,omitempty"`
}

// Texts that one check or another does not take.
var texts = []any{"\x01", " ", "x://x", "/Repos/x", strings.Repeat("x", 5000)}

func main() {
	provider := sdkv2.DatabricksProvider()
	arguments := []argument{}
	for name, resource := range provider.ResourcesMap {
		walk(&arguments, argument{Mode: "resource", Type: name}, resource.Schema)
	}
	for name, resource := range provider.DataSourcesMap {
		walk(&arguments, argument{Mode: "data", Type: name}, resource.Schema)
	}
	framework(&arguments)
	out := map[string]any{"version": common.Version(), "arguments": arguments}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func walk(out *[]argument, in argument, fields map[string]*schema.Schema) {
	for name, field := range fields {
		found := argument{
			Mode: in.Mode, Type: in.Type, Path: strings.TrimPrefix(in.Path+"."+name, "."),
			ExactlyOneOf: field.ExactlyOneOf, AtLeastOneOf: field.AtLeastOneOf,
			Conflicts: field.ConflictsWith, RequiredWith: field.RequiredWith,
		}
		if !field.Optional && !field.Required {
			continue
		}
		for _, value := range nobodyTakes(field) {
			found.Says = append(found.Says, said(field, name, value)...)
		}
		if element, ok := field.Elem.(*schema.Schema); ok && field.Type != schema.TypeMap {
			found.Least, found.Most = field.MinItems, field.MaxItems
			for _, value := range nobodyTakes(element) {
				found.Says = append(found.Says, said(element, name, value)...)
			}
		}
		if values := named(found.Says); len(values) > 0 {
			found.AnyCase = true
			for _, value := range values {
				for _, other := range []string{strings.ToLower(value), strings.ToUpper(value)} {
					found.AnyCase = found.AnyCase && len(said(field, name, other)) == 0
				}
			}
		}
		if field.Type == schema.TypeString {
			for _, text := range said(field, name, "") {
				if empty.MatchString(text) {
					found.Says = append(found.Says, text)
				}
			}
			for _, text := range said(field, name, "admins") {
				if strings.Contains(text, "to not be any of [") {
					found.Says = append(found.Says, text)
				}
			}
		}
		*out = append(*out, found)
		if nested, ok := field.Elem.(*schema.Resource); ok {
			walk(out, found, nested.Schema)
		}
	}
}

// The types that are written with the newer library, which describes in words what it asks.
func framework(out *[]argument) {
	ctx := context.Background()
	provider := pluginfw.GetDatabricksProviderPluginFramework()
	for _, make := range provider.Resources(ctx) {
		var named resource.MetadataResponse
		var found resource.SchemaResponse
		made := make()
		made.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "databricks"}, &named)
		made.Schema(ctx, resource.SchemaRequest{}, &found)
		described(out, argument{Mode: "resource", Type: named.TypeName}, reflect.ValueOf(found.Schema))
	}
	for _, make := range provider.DataSources(ctx) {
		var named datasource.MetadataResponse
		var found datasource.SchemaResponse
		made := make()
		made.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "databricks"}, &named)
		made.Schema(ctx, datasource.SchemaRequest{}, &found)
		described(out, argument{Mode: "data", Type: named.TypeName}, reflect.ValueOf(found.Schema))
	}
}

var (
	exactlyOne = regexp.MustCompile(`^Ensure that one and only one attribute from this collection is set: (.*)$`)
	empty      = regexp.MustCompile(`to not be an empty string|must not be empty|length must be at least 1$`)
	atMost     = regexp.MustCompile(`^list must contain at most \d+ elements$`)
	beside     = regexp.MustCompile(`<\.([a-z0-9_]+)`)
)

// The attributes and blocks of a body, which is a struct with some of the fields that are looked for.
func described(out *[]argument, in argument, body reflect.Value) {
	for _, field := range []string{"Attributes", "Blocks"} {
		all := body.FieldByName(field)
		if !all.IsValid() {
			continue
		}
		for _, key := range all.MapKeys() {
			one := all.MapIndex(key).Elem()
			found := argument{Mode: in.Mode, Type: in.Type, Path: strings.TrimPrefix(in.Path+"."+key.String(), ".")}
			// Blocks have no such fields, and are always written.
			if optional := one.FieldByName("Optional"); optional.IsValid() && !optional.Bool() && !one.FieldByName("Required").Bool() {
				continue
			}
			if custom := one.FieldByName("CustomType"); custom.IsValid() && !custom.IsNil() {
				if strings.HasSuffix(fmt.Sprintf("%T", custom.Interface()), ".RFC3339Type") {
					found.Says = append(found.Says, "to be a time of RFC 3339")
				}
			}
			above := strings.ReplaceAll(in.Path+".", ".", ".0.")
			if validators := one.FieldByName("Validators"); validators.IsValid() {
				for at := range validators.Len() {
					says := validators.Index(at).Interface().(interface{ Description(context.Context) string })
					text := says.Description(context.Background())
					if empty.MatchString(text) || atMost.MatchString(text) {
						found.Says = append(found.Says, text)
					}
					named := exactlyOne.FindStringSubmatch(text)
					if named == nil {
						continue
					}
					for _, other := range beside.FindAllStringSubmatch(named[1], -1) {
						found.ExactlyOneOf = append(found.ExactlyOneOf, strings.TrimPrefix(above+other[1], ".0."))
					}
				}
			}
			if found.ExactlyOneOf != nil || found.Says != nil {
				*out = append(*out, found)
			}
			if inner := one.FieldByName("NestedObject"); inner.IsValid() {
				described(out, found, inner)
			} else {
				described(out, found, one)
			}
		}
	}
}

func nobodyTakes(field *schema.Schema) []any {
	switch field.Type {
	case schema.TypeString:
		return texts
	case schema.TypeInt:
		return []any{-987654321}
	default:
		return nil
	}
}

func said(field *schema.Schema, name string, value any) (says []string) {
	if value == nil {
		return nil
	}
	if field.ValidateFunc != nil {
		_, errors := field.ValidateFunc(value, name)
		for _, err := range errors {
			says = append(says, err.Error())
		}
	}
	if field.ValidateDiagFunc != nil {
		for _, one := range field.ValidateDiagFunc(value, cty.Path{cty.GetAttrStep{Name: name}}) {
			says = append(says, one.Summary+": "+one.Detail)
		}
	}
	return says
}

// The values in `to be one of ["A" "B"]`.
func named(says []string) (values []string) {
	for _, text := range says {
		if _, list, ok := strings.Cut(text, "to be one of ["); ok {
			list, _, _ = strings.Cut(list, "], got")
			for _, value := range strings.Split(list, "\" \"") {
				values = append(values, strings.Trim(value, "\""))
			}
		}
	}
	return values
}
