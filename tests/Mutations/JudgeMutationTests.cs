// A damaged run catches every deliberate bug listed in tests/Minefield.Tests/mutations.md.

using System.Collections.Generic;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Mutations;

public sealed class JudgeMutationTests(ITestOutputHelper output)
{
    private static readonly List<Mutation> All = Mutation.Read("tests/Minefield.Tests/mutations.md");

    // The sources that tests/Minefield.Tests uses.
    private static readonly MutatedTests Tests = new(
        "hil/Protocols", "hil/Events", "hil/Verdicts", "hil/Strategies/TestConditions.cs", "hil/Strategies/RunDecision.cs",
        "hil/Targets/Deadlines.cs",
        "tests/Minefield.Tests");

    public static TheoryData<string> Names() => Mutation.Names(All);

    [Fact]
    public void WithoutAMutationEverythingPasses() => Assert.Null(Tests.FirstFailure(null));

    [Fact]
    public void ThereAreAsManyAsWerePromised() =>
        Assert.True(All.FindAll(
            m => m.File is "hil/Verdicts/Judge.cs" or "hil/Protocols/SerialRecord.cs" or "hil/Protocols/KtapReader.cs").Count >= 12);

    [Theory]
    [MemberData(nameof(Names))]
    public void ADamagedRunFindsTheBug(string name)
    {
        string? failure = Tests.FirstFailure(All.Find(m => m.Name == name)!);
        Assert.True(failure != null, $"no damaged run notices '{name}'");
        output.WriteLine($"{name}: {failure}");
    }
}
