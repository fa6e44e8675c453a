// Manifests, only what mount points need.

using System;

namespace RustKernel.Services.Storage;

internal static class Manifest
{
    internal static bool Has(string[] list, string value) => Array.IndexOf(list, value) >= 0;
}
