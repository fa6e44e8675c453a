// Kernels with one mistake each, compiled by the real toolchain: the build refuses them and says where the mistake is.

using System.IO;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class RefusedKernelTests
{
    [Theory]
    [InlineData("Allocation", "RhpNewFast", "AllocateSomething")]
    [InlineData("Throw", "RhpThrowEx", "ThrowSomething")]
    [InlineData("InterfaceDispatch", "RhpInitialDynamicInterfaceDispatch", "CallThroughInterface")]
    [InlineData("LazyConstructor", "RK2002", "Late")]
    [InlineData("FloatingPoint", "RK2001", "ComputeWithDoubles")]
    public void The_build_fails_and_names_the_place(string mistake, string what, string where)
    {
        (int status, string output) = Build(mistake);
        Assert.True(status != 0, output);
        Assert.Contains(what, output, System.StringComparison.Ordinal);
        Assert.Contains(where, output, System.StringComparison.Ordinal);
        Assert.False(File.Exists(Repository.PathOf($"artifacts/test-kernels/refused/{mistake}.img")), "a refused kernel left an image");
    }

    [Fact]
    public void Without_a_mistake_it_builds()
    {
        (int status, string output) = Build("None");
        Assert.True(status == 0, output);
    }

    private static (int Status, string Output) Build(string mistake)
    {
        using var workshop = new Workshop();
        return workshop.Run(
            "dotnet",
            [
                "build",
                Repository.PathOf("tests/RefusedKernels"),
                $"-p:Mistake={mistake}",
                "--nologo",
                "-v",
                "q",
                "-m:1",
                "-p:UseSharedCompilation=false"
            ]);
    }
}
