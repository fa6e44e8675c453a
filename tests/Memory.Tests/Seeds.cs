using System;

namespace RustKernel.Memory.Tests;

/// <summary>Where random sequences start: MEMORY_TEST_SEED in the environment, else a fixed value per test so that runs repeat.</summary>
public static class Seeds
{
    public static int Get(int normally)
        => Environment.GetEnvironmentVariable("MEMORY_TEST_SEED") is { Length: > 0 } text ? int.Parse(text) : normally;

    /// <summary>Runs a body and, when it fails, reports the seed and step that reproduce the failure.</summary>
    public static void Run(int normally, Action<Random, Progress> body)
    {
        int seed = Get(normally);
        var progress = new Progress();
        try
        {
            body(new Random(seed), progress);
        }
        catch (Exception e)
        {
            throw new Xunit.Sdk.XunitException($"MEMORY_TEST_SEED={seed} step {progress.Step}: {e.Message}", e);
        }
    }
}

/// <summary>The number of the current random step.</summary>
public sealed class Progress
{
    public long Step;
}
