// The protocol of docs/LOCKS.md before it is trusted: thousands of interleavings, and a mistake in each place that must be detected.

using System;
using System.Linq;
using Xunit;

namespace RustKernel.Kernel.Tests.Gates;

public sealed class GateModelTests
{
    private const int Seeds = 5_000;

    public static TheoryData<string> Mistakes => [.. Enum.GetNames<Mistake>().Where(name => name != nameof(Mistake.None))];

    [Fact]
    public void No_interleaving_breaks_the_protocol()
    {
        int fast = 0;
        int slow = 0;
        int taken = 0;
        int givenUp = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            GateModel model = new(seed, Mistake.None);
            ProtocolFailure? failure = Record(model);
            Assert.True(failure is null, $"seed {seed}: {failure?.Message}");
            fast += model.FastMessages;
            slow += model.SlowMessages;
            taken += model.GatesFoundTaken;
            givenUp += model.GivenUp;
        }

        // A case that never occurs proves nothing.
        Assert.True(fast > Seeds, $"only {fast} messages by the fast path");
        Assert.True(slow > Seeds, $"only {slow} messages by C#");
        Assert.True(taken > Seeds / 4, $"only {taken} gates were found taken");
        Assert.InRange(givenUp, Seeds / 20, taken / 2);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_is_found(string name)
    {
        Mistake mistake = Enum.Parse<Mistake>(name);
        Assert.Contains(Enumerable.Range(0, Seeds), seed => Record(new(seed, mistake)) is not null);
    }

    private static ProtocolFailure? Record(GateModel model)
    {
        try
        {
            model.Run();
            return null;
        }
        catch (ProtocolFailure failure)
        {
            return failure;
        }
    }
}
