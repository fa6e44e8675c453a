// A host test catches every deliberate bug listed in tests/Memory.Tests/mutations.md.

using System.Collections.Generic;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Mutations;

public sealed class MemoryMutationTests(ITestOutputHelper output)
{
    private static readonly List<Mutation> All = Mutation.Read("tests/Memory.Tests/mutations.md");

    // The sources that tests/Memory.Tests compiles.
    private static readonly MutatedTests Tests = new(
        "kernel/Abstractions", "kernel/Core/Memory/Map", "kernel/Core/Memory/Frames", "kernel/Core/Memory/Paging",
        "kernel/Core/Memory/Heap", "kernel/Core/Memory/Objects", "tests/Memory.Tests");

    public static TheoryData<string> Names() => Mutation.Names(All);

    [Fact]
    public void WithoutAMutationEverythingPasses() => Assert.Null(Tests.FirstFailure(null));

    [Theory]
    [MemberData(nameof(Names))]
    public void ATestFindsTheBug(string name)
    {
        string? failure = Tests.FirstFailure(All.Find(m => m.Name == name)!);
        Assert.True(failure != null, $"no test notices '{name}'");
        output.WriteLine($"{name}: {failure}");
    }
}
