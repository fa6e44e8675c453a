// The product's own kernel image, as built.

using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>artifacts/Image.</summary>
public static class KernelImage
{
    public static string Path
    {
        get
        {
            string path = System.IO.Path.Combine(Tool.Root, "artifacts", "Image");
            Assert.True(File.Exists(path), "artifacts/Image is missing: make build");
            return path;
        }
    }
}
