// Drivers of a card that end in the middle of requests, a thousand of them.

using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Drivers.Tests.Sdhci;

/// <summary>
/// Each has 32 requests when it ends. Each of them was answered once or not at all; the card has what the model says, old or new by
/// sectors where there was no answer; and after its successor's reset nothing gets into the memory of those requests.
/// </summary>
public sealed class SdCrashTests(ITestOutputHelper output)
{
    private const int Rounds = 1000;
    private const int InFlight = 32;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thousand_drivers_that_end_with_32_requests_lose_no_answer_and_no_byte(bool isDma)
    {
        SdRun run = new(isDma, seed: 20, sectors: 1024, blocks: InFlight, blockSectors: 16);
        run.Card.HasSetBlockCount = true;
        Assert.Equal(ErrorCode.None, run.Start());
        int cut = 0, full = 0;
        for (int i = 0; i < Rounds; i++)
        {
            string? wrong = run.End(out int now);
            Assert.True(wrong is null, $"round {i}: {wrong}");
            cut += now;
            full += now == InFlight ? 1 : 0;
        }

        output.WriteLine($"{Rounds} drivers, {run.Answered} requests answered, {cut} cut, {full} times all {InFlight}");
        Assert.Equal(Rounds * InFlight, run.Answered + cut);
        Assert.InRange(run.Answered, Rounds, Rounds * InFlight / 2);
        Assert.InRange(full, Rounds / 50, Rounds);
    }
}
