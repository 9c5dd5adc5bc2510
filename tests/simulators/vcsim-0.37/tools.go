//go:build tools

// Package tools names the simulator, so that its version and checksums are kept.
package tools

import _ "github.com/vmware/govmomi/vcsim"
