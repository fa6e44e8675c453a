// The image without suites and test programs: it builds through make's script, is within its budget, and contains none of them.

using System;
using System.IO;
using System.Text;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class ProductImageTests
{
    [Fact]
    public void The_product_image_has_services_and_no_tests()
    {
        using var workshop = new Workshop();
        (int status, string output) = workshop.Run(
            "bash",
            [Repository.PathOf("bsp/Build/scripts/build.sh")],
            ("IMAGE", "product"),
            ("UseSharedCompilation", "false"));
        Assert.True(status == 0, output);
        string image = Encoding.Latin1.GetString(File.ReadAllBytes(Repository.PathOf("artifacts/product/Image")));
        Assert.Contains("console.service", image, StringComparison.Ordinal);
        foreach (string absent in new[] { "tester.service", "selftest", "runtimetest", "instructions_to_tests", "frame_exhaustion" })
        {
            Assert.False(image.Contains(absent, StringComparison.Ordinal), $"the product image contains '{absent}'");
        }
    }

    [Fact]
    public void An_image_of_another_name_is_refused()
    {
        using var workshop = new Workshop();
        (int status, string output) = workshop.Run("bash", [Repository.PathOf("bsp/Build/scripts/build.sh")], ("IMAGE", "tiny"));
        Assert.Equal(2, status);
        Assert.Contains("IMAGE=tiny: there are all (the default) and product", output, StringComparison.Ordinal);
    }
}
