namespace RustKernel.Flash.Images.Tests;

/// <summary>Keeps the last report.</summary>
public sealed class NoProgress : IWriteProgress
{
    public (WritePhase Phase, long Done, long Total) Last { get; private set; }

    public void Report(WritePhase phase, long done, long total) => Last = (phase, done, total);
}
