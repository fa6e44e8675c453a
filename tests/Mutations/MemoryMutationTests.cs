// Every deliberate bug listed in tests/Memory.Tests/mutations.md is caught by a host test.

using System;
using System.Collections.Generic;
using System.IO;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Mutations;

public sealed class MemoryMutationTests(ITestOutputHelper output)
{
    private static readonly string Root = FindRoot();
    private static readonly List<Mutation> All = Mutation.Read(Path.Combine(Root, "tests/Memory.Tests/mutations.md"));

    // What tests/Memory.Tests compiles.
    private static readonly MutatedTests Tests = new(
        Root, "kernel/Abstractions", "kernel/Core/Memory/Map", "kernel/Core/Memory/Frames", "kernel/Core/Memory/Paging",
        "kernel/Core/Memory/Heap", "kernel/Core/Memory/Objects", "tests/Memory.Tests");

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (Mutation mutation in All)
        {
            names.Add(mutation.Name);
        }

        return names;
    }

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
